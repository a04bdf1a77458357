package dev.meridian.cli;

import dev.meridian.cli.view.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The world around one run of a command, so that a test can hand in its own.
 *
 * @param variables the environment variables
 * @param configFolder where the token file lives
 */
public record Environment(
    Map<String, String> variables, Terminal terminal, Path configFolder, Clock clock) {

  /** The value of an environment variable; empty when it is unset or blank. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** The world of this process. */
  public static Environment ofProcess() {
    Map<String, String> variables = System.getenv();
    return new Environment(
        variables, Terminal.ofProcess(variables), configFolder(variables), Clock.systemUTC());
  }

  private static Path configFolder(Map<String, String> variables) {
    String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
    Path base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(xdg);
    return base.resolve("meridian");
  }
}
