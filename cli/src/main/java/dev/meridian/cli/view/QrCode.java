package dev.meridian.cli.view;

import java.util.ArrayList;
import java.util.List;

/**
 * A QR code in a terminal, two rows to a line. Light is drawn and dark left out, for most terminals
 * are dark; authenticators read it the other way round too.
 */
public final class QrCode {
  private static final int MARGIN = 2;

  private QrCode() {}

  /**
   * The lines to print.
   *
   * @param rows {@code 1} for dark and {@code 0} for light, without a margin
   */
  public static List<String> lines(List<String> rows) {
    List<String> lines = new ArrayList<>();
    for (int y = -MARGIN; y < rows.size() + MARGIN; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = -MARGIN; x < rows.size() + MARGIN; x++) {
        boolean upper = light(rows, x, y);
        boolean lower = light(rows, x, y + 1);
        line.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static boolean light(List<String> rows, int x, int y) {
    boolean inside = y >= 0 && y < rows.size() && x >= 0 && x < rows.get(y).length();
    return !inside || rows.get(y).charAt(x) == '0';
  }
}
