package dev.meridian.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that goes on until it is stopped; in a session of its own. */
final class RunningProcess {
  private final String name;
  private final Process process;
  private final Path log;

  private RunningProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts {@code ./meridian} with these arguments. */
  static RunningProcess start(
      String name, List<String> arguments, Map<String, String> variables, Path log) {
    return startAs(List.of(), name, arguments, variables, log);
  }

  /**
   * Starts {@code ./meridian} through another program.
   *
   * @param through the other program with its arguments, such as {@code setpriv}
   */
  static RunningProcess startAs(
      List<String> through,
      String name,
      List<String> arguments,
      Map<String, String> variables,
      Path log) {
    List<String> command = new ArrayList<>(through);
    command.add(Checkout.launcher().toString());
    command.addAll(arguments);
    return startProgram(name, command, variables, log);
  }

  /** Starts any program. */
  static RunningProcess startProgram(
      String name, List<String> program, Map<String, String> variables, Path log) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(variables);
    builder.environment().put("MERIDIAN_NO_BUILD", "1");
    try {
      return new RunningProcess(name, builder.start(), log);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What {@code kill -9} does; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(10);
  }

  /** Asks it to end; ends it after a while. */
  void stop() {
    process.destroy();
    if (!awaitEnd(20)) {
      kill();
    }
  }

  /** Does what Ctrl-C in its terminal does: every process of its group gets SIGINT. */
  void interrupt() {
    Shell.run("kill", "-INT", "--", "-" + pid());
  }

  /** Asks it to end, and lets it take its time. */
  void terminate() {
    process.destroy();
  }

  /** The last lines that it printed, for messages of failed tests. */
  String lastLines() {
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return name
          + ":\n  "
          + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException unreadable) {
      return name + ": " + unreadable;
    }
  }

  /** Waits for its end; says whether it came. */
  boolean awaitEnd(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
