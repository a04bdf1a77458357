package dev.meridian.spec.yaml;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and durations as specs write them. */
final class Scalars {
  private static final int MAX_DIGITS = 18;
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{0,18}(\\.[0-9]{0,18})?");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern UNITS =
      Pattern.compile(
          "(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");
  private static final Duration LONGEST = Duration.ofDays(3660);

  private Scalars() {}

  /** At most 18 digits before and after the point, no exponent: what a resource can be. */
  static Optional<BigDecimal> decimal(String text) {
    if (text.isEmpty()
        || text.length() > 2 * MAX_DIGITS + 2
        || !DECIMAL.matcher(text).matches()
        || text.chars().noneMatch(Character::isDigit)) {
      return Optional.empty();
    }
    BigDecimal stripped = new BigDecimal(text).stripTrailingZeros();
    return Optional.of(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
  }

  /** Seconds, {@code 1h30m}, {@code 500ms} or ISO-8601; never negative, at most ten years. */
  static Optional<Duration> duration(String text) {
    Optional<Duration> read = Optional.empty();
    if (SECONDS.matcher(text).matches()) {
      read = Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    } else if (text.startsWith("P") || text.startsWith("p")) {
      try {
        read = Optional.of(Duration.parse(text));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    } else if (!text.isEmpty()) {
      Matcher units = UNITS.matcher(text);
      if (units.matches()) {
        read =
            Optional.of(
                Duration.ofDays(group(units, 1))
                    .plusHours(group(units, 2))
                    .plusMinutes(group(units, 3))
                    .plusSeconds(group(units, 4))
                    .plusMillis(group(units, 5)));
      }
    }
    return read.filter(duration -> !duration.isNegative() && duration.compareTo(LONGEST) <= 0);
  }

  private static long group(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
