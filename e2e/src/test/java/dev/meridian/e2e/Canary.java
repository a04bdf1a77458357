package dev.meridian.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Bytes that can be told from all others, wherever they turn up: as they are, as hexadecimal
 * digits, or as Base64 wherever in a longer text they begin.
 */
final class Canary {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String name;
  private final byte[] bytes;
  private final List<byte[]> needles = new ArrayList<>();

  private Canary(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
    add(bytes);
    String hex = HexFormat.of().formatHex(bytes);
    add(hex.getBytes(UTF_8));
    add(hex.toUpperCase(Locale.ROOT).getBytes(UTF_8));
    for (int before = 0; before < 3; before++) {
      String inside = base64Inside(bytes, before);
      add(inside.getBytes(UTF_8));
      add(inside.replace('+', '-').replace('/', '_').getBytes(UTF_8));
      // Bytes of a database's dump are digits, and what they spell may be Base64.
      add(HexFormat.of().formatHex(inside.getBytes(UTF_8)).getBytes(UTF_8));
    }
  }

  static Canary text(String name) {
    byte[] random = new byte[18];
    RANDOM.nextBytes(random);
    return new Canary(name, ("canary" + HexFormat.of().formatHex(random)).getBytes(UTF_8));
  }

  /** Bytes that are no text. */
  static Canary binary(String name) {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    random[0] = 0;
    random[1] = (byte) 0xff;
    return new Canary(name, random);
  }

  String text() {
    return new String(bytes, UTF_8);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it stands somewhere in this, in any of its forms. */
  boolean isIn(byte[] hay) {
    String text = new String(hay, ISO_8859_1);
    return needles.stream().anyMatch(needle -> text.contains(new String(needle, ISO_8859_1)));
  }

  /** How long its longest form is. */
  int longestForm() {
    return needles.stream().mapToInt(needle -> needle.length).max().orElseThrow();
  }

  private void add(byte[] needle) {
    needles.add(needle);
  }

  /** The digits that only these bytes decide when {@code before} bytes stand before them. */
  private static String base64Inside(byte[] bytes, int before) {
    byte[] padded = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, padded, before, bytes.length);
    String whole = Base64.getEncoder().withoutPadding().encodeToString(padded);
    int first = (before * 8 + 5) / 6;
    int last = padded.length * 8 / 6;
    return whole.substring(first, last);
  }

  @Override
  public String toString() {
    return name;
  }
}
