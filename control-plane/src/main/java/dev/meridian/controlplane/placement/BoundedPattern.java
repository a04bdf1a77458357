package dev.meridian.controlplane.placement;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a tenant, matched against whole values with a bounded number of steps:
 * patterns such as {@code (a+)+b} would otherwise hold the only placement writer for hours. Java's
 * dialect is kept because specs were written for it; RE2 knows no look-ahead. Not thread-safe.
 */
final class BoundedPattern {
  /** Reads of characters for one value; an ordinary pattern needs a few per character. */
  private static final int STEPS_PER_VALUE = 20_000;

  private static final int LONGEST_VALUE = 1_000;
  private static final int TOO_COSTLY_AT_MOST = 8;

  /** What a match came to. */
  enum Outcome {
    MATCHES,
    DIFFERS,
    TOO_COSTLY,
    NO_PATTERN
  }

  private final @Nullable Pattern pattern;
  private final Map<String, Outcome> known = new HashMap<>();
  private int tooCostly;

  BoundedPattern(String text) {
    Pattern compiled;
    try {
      compiled = Pattern.compile(text);
    } catch (PatternSyntaxException | StackOverflowError e) {
      // The spec's validation says what is wrong with it; here every node is refused for it.
      compiled = null;
    }
    pattern = compiled;
  }

  Outcome matches(String value) {
    if (pattern == null) {
      return Outcome.NO_PATTERN;
    }
    Outcome before = known.get(value);
    if (before != null) {
      return before;
    }
    Outcome outcome = tooCostly >= TOO_COSTLY_AT_MOST ? Outcome.TOO_COSTLY : match(pattern, value);
    if (outcome == Outcome.TOO_COSTLY) {
      tooCostly++;
    }
    known.put(value, outcome);
    return outcome;
  }

  private static Outcome match(Pattern pattern, String value) {
    if (value.length() > LONGEST_VALUE) {
      return Outcome.TOO_COSTLY;
    }
    try {
      return pattern.matcher(new Metered(value)).matches() ? Outcome.MATCHES : Outcome.DIFFERS;
    } catch (OutOfSteps | StackOverflowError e) {
      return Outcome.TOO_COSTLY;
    }
  }

  private static final class OutOfSteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfSteps() {
      super("out of steps", null, false, false);
    }
  }

  private static final class Metered implements CharSequence {
    private final String value;
    private int steps;

    Metered(String value) {
      this.value = value;
    }

    @Override
    public char charAt(int index) {
      if (++steps > STEPS_PER_VALUE) {
        throw new OutOfSteps();
      }
      return value.charAt(index);
    }

    @Override
    public int length() {
      return value.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return value.subSequence(start, end);
    }

    @Override
    public String toString() {
      return value;
    }
  }
}
