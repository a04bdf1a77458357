package dev.meridian.controlplane.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/** So many tries may fail at once, and as many again, evenly spread, in each period. */
record AllowedFailures(int count, Duration period) {
  private static final String PREFIX = "meridian.rate-limit.";
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([0-9a-zA-Z.]{1,20})");

  /**
   * Reads {@code meridian.rate-limit.NAME}, such as {@code 10/5m}; empty for {@code off}.
   *
   * @throws IllegalStateException for a value that cannot be used
   */
  static Optional<AllowedFailures> from(Environment environment, String name, String preset) {
    String given = environment.getProperty(PREFIX + name, preset).strip();
    if (given.equals("off")) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(given);
    Optional<Duration> period =
        parts.matches() ? duration(parts.group(2)) : Optional.<Duration>empty();
    return Optional.of(
        period
            .filter(one -> one.compareTo(Duration.ofSeconds(1)) >= 0)
            .filter(one -> one.compareTo(Duration.ofDays(1)) <= 0)
            .map(one -> new AllowedFailures(Integer.parseInt(parts.group(1)), one))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "%s%s is '%s'; write COUNT/PERIOD such as 10/5m (a period of 1s to 1d), or off."
                            .formatted(PREFIX, name, given))));
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(DurationStyle.detectAndParse(text));
    } catch (IllegalArgumentException noDuration) {
      // The caller says what was given and what is right.
      return Optional.empty();
    }
  }
}
