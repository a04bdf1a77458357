package dev.meridian.spec.parse;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts the line number before each line of a template, to be found again in what it renders to. A
 * line that is nothing but a tag gets none: mustache removes such a line, and a mark would keep it.
 */
final class LineMarks {
  private static final char BEGIN = '\uE0F0';
  private static final char END = '\uE0F1';
  private static final Pattern MARK = Pattern.compile(BEGIN + "[0-9]{1,7}" + END);

  private LineMarks() {}

  /** False when marks could be confused with what is there already. */
  static boolean absentFrom(String template, Collection<Object> values) {
    return template.indexOf(BEGIN) < 0
        && values.stream().noneMatch(value -> String.valueOf(value).indexOf(BEGIN) >= 0);
  }

  static String add(String template, Pattern unmarked) {
    StringBuilder marked = new StringBuilder(template.length() + template.length() / 4);
    int number = 1;
    int start = 0;
    while (start < template.length()) {
      int end = template.indexOf('\n', start);
      String line = template.substring(start, end < 0 ? template.length() : end + 1);
      if (!unmarked.matcher(line).matches()) {
        marked.append(BEGIN).append(number).append(END);
      }
      marked.append(line);
      number++;
      start += line.length();
    }
    return marked.toString();
  }

  /**
   * The text without marks.
   *
   * @param sourceLines receives for each line the number that it carried; a line without one comes
   *     from the line before
   */
  static String remove(String rendered, List<Integer> sourceLines) {
    int current = 1;
    for (String line : rendered.split("\n", -1)) {
      int begin = line.indexOf(BEGIN);
      int end = line.indexOf(END);
      if (begin >= 0 && end > begin) {
        current = Integer.parseInt(line.substring(begin + 1, end));
      }
      sourceLines.add(current);
    }
    return strip(rendered);
  }

  static String strip(String text) {
    return MARK.matcher(text).replaceAll("");
  }
}
