package dev.meridian.agent.node;

import dev.meridian.protocol.v1.JavaHome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range over feature versions of Java such as {@code [17,26)}, {@code [17,)} or {@code 21}. */
public record JavaRange(int from, int below) {
  private static final Pattern RANGE =
      Pattern.compile("([\\[(])\\s*(\\d*)\\s*,\\s*(\\d*)\\s*([\\])])");

  /**
   * @throws IllegalArgumentException when the text is no range; the message shows it
   */
  public static JavaRange parse(String text) {
    String stripped = text.strip();
    if (stripped.matches("\\d+")) {
      int only = Integer.parseInt(stripped);
      return new JavaRange(only, only + 1);
    }
    Matcher matcher = RANGE.matcher(stripped);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no range of Java versions; write it like [17,26)");
    }
    int from = matcher.group(2).isEmpty() ? 0 : Integer.parseInt(matcher.group(2));
    int to = matcher.group(3).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(matcher.group(3));
    boolean open = matcher.group(1).equals("(") && !matcher.group(2).isEmpty();
    boolean closed = matcher.group(4).equals("]") && to < Integer.MAX_VALUE;
    return new JavaRange(open ? from + 1 : from, closed ? to + 1 : to);
  }

  /** The newest that fits. */
  public Optional<JavaHome> choose(List<JavaHome> homes) {
    return homes.stream()
        .filter(home -> home.getFeature() >= from && home.getFeature() < below)
        .max(java.util.Comparator.comparingInt(JavaHome::getFeature));
  }
}
