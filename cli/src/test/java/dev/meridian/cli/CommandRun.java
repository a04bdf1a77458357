package dev.meridian.cli;

import dev.meridian.cli.view.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this JVM with an environment of the test's own. */
public final class CommandRun {
  private final Map<String, String> variables = new HashMap<>();
  private final Path configFolder;
  private String input = "";
  private boolean interactive;

  public CommandRun(Path configFolder) {
    this.configFolder = configFolder;
  }

  /** How a command ended. */
  public record Result(int exitCode, String out, String err) {}

  public CommandRun with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** A caller with a token for a control plane. */
  public CommandRun against(FakeControlPlane controlPlane) {
    return with("MERIDIAN_URL", controlPlane.url()).with("MERIDIAN_TOKEN", "t0ken");
  }

  public CommandRun typing(String text) {
    input = text;
    return this;
  }

  /** Lets the commands believe that a person sits in front of them. */
  public CommandRun interactively() {
    interactive = true;
    return this;
  }

  public Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            interactive,
            false);
    int exitCode =
        CommandLineRun.run(
            new Environment(variables, terminal, configFolder, Clock.systemUTC()),
            List.of(arguments));
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
