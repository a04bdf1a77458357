package dev.meridian.controlplane.platform;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids by which lines of one request or one piece of work are found together (W3C form). */
final class TraceIds {
  /** Under which key a line carries it. */
  static final String KEY = "traceId";

  private static final SecureRandom RANDOM = new SecureRandom();

  private TraceIds() {}

  static String next() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
