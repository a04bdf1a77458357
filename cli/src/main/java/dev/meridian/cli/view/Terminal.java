package dev.meridian.cli.view;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param interactive whether a person sits in front of it: only then may anything be asked
 * @param colour whether colours may be used at all
 */
public record Terminal(
    PrintStream out, PrintStream err, InputStream in, boolean interactive, boolean colour) {

  /** Standard input and output of this process; always UTF-8. */
  public static Terminal ofProcess(Map<String, String> variables) {
    Console console = System.console();
    boolean interactive =
        console != null
            && console.isTerminal()
            && !variables.getOrDefault("TERM", "").equals("dumb");
    boolean colour = interactive && variables.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        utf8(FileDescriptor.out), utf8(FileDescriptor.err), System.in, interactive, colour);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** The next line of standard input; empty at its end. */
  public Optional<String> readLine() {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return Optional.ofNullable(lines.readLine());
    } catch (IOException broken) {
      throw new UncheckedIOException("Cannot read standard input", broken);
    }
  }

  /** The next lines of standard input; fewer when it ends before. */
  public List<String> readLines(int most) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
        .lines()
        .limit(most)
        .toList();
  }

  /** Asks a question and returns the answer; only when {@link #interactive}. */
  public String ask(String question) {
    if (!interactive) {
      throw new IllegalStateException("There is nobody to ask: " + question);
    }
    err.print(question + " ");
    err.flush();
    return readLine().map(String::strip).orElse("");
  }

  /**
   * Asks for something that the terminal must not show; only when {@link #interactive}. What is
   * typed ends with the line.
   */
  public String askHidden(String question) {
    if (!interactive) {
      throw new IllegalStateException("There is nobody to ask: " + question);
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return ask(question);
    }
    char[] typed = console.readPassword("%s ", question);
    return typed == null ? "" : new String(typed);
  }
}
