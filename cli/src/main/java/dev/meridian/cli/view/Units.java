package dev.meridian.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Sizes, spans and moments as people read them, and back. */
public final class Units {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Units() {}

  /** 1536 is "1.5 KiB"; whole numbers have no fraction. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return number(value) + ' ' + BINARY[unit];
  }

  /** At most one digit behind the point, none when it is zero. */
  public static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** "12 s", "3 min", "5 h", "2 d". */
  public static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** An ISO moment as seconds-exact text in UTC; anything else as it is. */
  public static String moment(String iso) {
    try {
      return Instant.parse(iso).toString().replaceAll("\\.\\d+Z$", "Z").replace('T', ' ');
    } catch (DateTimeParseException other) {
      return iso;
    }
  }

  /**
   * Reads "90s", "5m", "2h", "1d" or ISO "PT90S".
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Duration duration(String text) {
    if (text.matches("\\d{1,9}(ms|s|m|h|d)")) {
      String unit = text.replaceAll("\\d", "");
      long count = Long.parseLong(text.substring(0, text.length() - unit.length()));
      return switch (unit) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException unreadable) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no duration. Give one like 90s, 5m, 2h or PT90S", unreadable);
    }
  }

  /**
   * Reads "512", "512Mi", "2Gi", "1T" (powers of 1024 with the i, of 1000 without) as bytes.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static long size(String text) {
    if (!text.matches("\\d{1,12}([KMGTP]i?)?B?")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no size. Give bytes or one like 512Mi, 20Gi, 1T");
    }
    long count = Long.parseLong(text.replaceAll("\\D", ""));
    String unit = text.replaceAll("[\\dB]", "");
    if (unit.isEmpty()) {
      return count;
    }
    long base = unit.endsWith("i") ? 1024 : 1000;
    for (int power = "KMGTP".indexOf(unit.charAt(0)); power >= 0; power--) {
      count = Math.multiplyExact(count, base);
    }
    return count;
  }
}
