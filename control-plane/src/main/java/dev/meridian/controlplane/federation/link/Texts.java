package dev.meridian.controlplane.federation.link;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values from agents, made fit to be stored and shown: nothing that they send is trusted. */
final class Texts {
  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

  private Texts() {}

  /** Without control characters (PostgreSQL stores no NUL, a terminal obeys escapes), shortened. */
  static String clean(String text, int most) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), most));
    for (int i = 0; i < text.length() && out.length() < most; i++) {
      char c = text.charAt(i);
      boolean halfPair =
          Character.isHighSurrogate(c)
              && (out.length() + 2 > most
                  || i + 1 == text.length()
                  || !Character.isLowSurrogate(text.charAt(i + 1)));
      boolean loneLow =
          Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
      out.append(
          c == '\n' || c == '\t' ? c : Character.isISOControl(c) || halfPair || loneLow ? '?' : c);
    }
    return out.toString();
  }

  /** The id in a text; empty when it is none. Only the canonical form counts. */
  static Optional<UUID> id(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** An agent's time; null when it was not set or is no time that a calendar holds. */
  static @Nullable Instant time(Timestamp at) {
    long seconds = at.getSeconds();
    if (seconds < EARLIEST
        || seconds > LATEST
        || at.getNanos() < 0
        || at.getNanos() > 999_999_999) {
      return null;
    }
    return Instant.ofEpochSecond(seconds, at.getNanos());
  }
}
