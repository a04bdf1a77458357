package dev.meridian.controlplane.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions as text that sorts byte by byte: numbers by value, words before the release
 * that they lead to ({@code 2.0-rc1 < 2.0 < 2.0.1}, {@code 2.0 < 2.0-1}).
 */
final class VersionOrder {
  private static final Pattern PART = Pattern.compile("\\d+|[a-zA-Z]+");
  private static final String NUMBER = "1";
  private static final String WORD = "0";
  // Above every word and below every number: where a release without further parts stands.
  private static final String END = "0~";

  private VersionOrder() {}

  static String sortKey(String version) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(version);
    while (matcher.find()) {
      String part = matcher.group();
      if (Character.isDigit(part.charAt(0))) {
        String digits = part.replaceFirst("^0+(?=.)", "");
        // The length first, so that longer numbers are greater without any padding.
        parts.add(NUMBER + (char) ('A' + Math.min(digits.length(), 25)) + digits);
      } else {
        parts.add(WORD + part.toLowerCase(Locale.ROOT));
      }
    }
    parts.add(END);
    return String.join(" ", parts);
  }
}
