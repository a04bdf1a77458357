package dev.meridian.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of feature releases, such as those of Java: {@code [17,24)} is 17 to 23, {@code (,21]} up
 * to 21, {@code [17,)} 17 and newer, {@code 17} just that one.
 *
 * @param lowest inclusive; empty for any
 * @param highest inclusive; empty for any
 */
public record VersionRange(Optional<Integer> lowest, Optional<Integer> highest) {
  private static final Pattern RANGE =
      Pattern.compile("([\\[(])\\s*(\\d{0,6})\\s*,\\s*(\\d{0,6})\\s*([\\])])");
  private static final Pattern SINGLE = Pattern.compile("\\[?\\s*(\\d{1,6})\\s*\\]?");

  /** Empty when the text is no range or when no release can be in it. */
  public static Optional<VersionRange> parse(String text) {
    Matcher single = SINGLE.matcher(text.strip());
    if (single.matches()) {
      Optional<Integer> only = Optional.of(Integer.valueOf(single.group(1)));
      return Optional.of(new VersionRange(only, only));
    }
    Matcher range = RANGE.matcher(text.strip());
    if (!range.matches()) {
      return Optional.empty();
    }
    Optional<Integer> lowest =
        bound(range.group(2)).map(version -> range.group(1).equals("(") ? version + 1 : version);
    Optional<Integer> highest =
        bound(range.group(3)).map(version -> range.group(4).equals(")") ? version - 1 : version);
    boolean empty = lowest.isPresent() && highest.isPresent() && lowest.get() > highest.get();
    return empty ? Optional.empty() : Optional.of(new VersionRange(lowest, highest));
  }

  public boolean contains(int release) {
    return lowest.map(low -> release >= low).orElse(true)
        && highest.map(high -> release <= high).orElse(true);
  }

  private static Optional<Integer> bound(String digits) {
    return digits.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(digits));
  }
}
