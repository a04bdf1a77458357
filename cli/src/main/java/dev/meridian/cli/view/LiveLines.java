package dev.meridian.cli.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines that change while they are watched: redrawn in place on a terminal; elsewhere only lines
 * that are new since the last time are printed.
 */
public final class LiveLines {
  private final Terminal terminal;
  private List<String> shown = List.of();

  public LiveLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Shows the lines as they are now. */
  public void show(List<String> lines) {
    if (terminal.interactive()) {
      redraw(lines);
    } else {
      lines.stream().filter(line -> !shown.contains(stable(line))).forEach(terminal.out()::println);
    }
    shown =
        terminal.interactive()
            ? List.copyOf(lines)
            : lines.stream().map(LiveLines::stable).toList();
  }

  private void redraw(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (!shown.isEmpty()) {
      frame.append("\u001b[").append(shown.size()).append('A');
    }
    List<String> all = new ArrayList<>(lines);
    while (all.size() < shown.size()) {
      all.add("");
    }
    // Without wrapping, a line of the tree is a line of the screen, and the cursor finds back.
    frame.append("\u001b[?7l");
    all.forEach(line -> frame.append("\r\u001b[2K").append(line).append('\n'));
    frame.append("\u001b[?7h");
    terminal.out().print(frame);
    terminal.out().flush();
    if (all.size() > lines.size()) {
      terminal.out().print("\u001b[" + (all.size() - lines.size()) + "A");
      terminal.out().flush();
    }
  }

  /** A line without the time that passes in it. */
  private static String stable(String line) {
    return line.replaceAll(" · \\d+ (s|min|h|d)\\b", "");
  }
}
