package dev.meridian.cli.demo;

import dev.meridian.cli.view.Palette;
import dev.meridian.cli.view.Terminal;
import dev.meridian.cli.view.Units;

/** Tells in the terminal how far the demo is, with the seconds since it began. */
final class Steps {
  private final Terminal terminal;
  private final Palette palette;
  private final long begun = System.nanoTime();

  Steps(Terminal terminal, Palette palette) {
    this.terminal = terminal;
    this.palette = palette;
  }

  /** One line: what is done, or what begins. */
  synchronized void say(String sentence) {
    terminal
        .out()
        .println(palette.faint("[%5s s]".formatted(Units.number(elapsed()))) + " " + sentence);
  }

  /** A line without the time. */
  synchronized void plain(String line) {
    terminal.out().println(line);
  }

  double elapsed() {
    return (System.nanoTime() - begun) / 1e9;
  }
}
