package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line as one person uses it: {@code ./meridian …} as a process, with their sign-in.
 */
final class Cli {
  private static final int TIMEOUT_SECONDS = 300;
  // Access tokens live for 15 minutes.
  private static final Duration SIGN_IN_AGAIN = Duration.ofMinutes(10);

  private final Path home;
  private final String url;
  private final Map<String, String> variables;
  private String username = "";
  private String password = "";
  private long signedIn;

  /**
   * @param home the person's home folder; holds their tokens
   */
  Cli(Path home, String url) {
    this(home, url, Map.of());
  }

  /**
   * @param variables of the environment, beside those that every command gets
   */
  Cli(Path home, String url, Map<String, String> variables) {
    this.home = home;
    this.url = url;
    this.variables = Map.copyOf(variables);
  }

  Cli signIn(String name, String secret) {
    run(secret + "\n", List.of("login", "--username", name, "--password-stdin")).ok();
    username = name;
    password = secret;
    signedIn = System.nanoTime();
    return this;
  }

  /**
   * Begins the minutes for which a token holds anew: before nobody can sign in for a while, or
   * before what later sign-ins leave in the database is lost.
   */
  synchronized void signInAgain() {
    signIn(username, password);
  }

  /** An access token that holds for some minutes, for plain HTTP. */
  synchronized String token() {
    if (System.nanoTime() - signedIn > SIGN_IN_AGAIN.toNanos()) {
      signInAgain();
    }
    try {
      return JsonMapper.shared()
          .readTree(Files.readString(home.resolve("config/meridian/sign-ins.json")))
          .path("signIns")
          .path(url)
          .path("accessToken")
          .asString();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Runs a command without a terminal and waits for its end. */
  CommandResult run(String... arguments) {
    return run("", List.of(arguments));
  }

  CommandResult run(String input, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(Checkout.launcher().toString()));
    command.addAll(arguments);
    try {
      Files.createDirectories(home);
      Path out = Files.createTempFile(home, "out", ".txt");
      Path err = Files.createTempFile(home, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .directory(home.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "MERIDIAN_NO_BUILD",
                  "1",
                  "MERIDIAN_URL",
                  url,
                  "XDG_CONFIG_HOME",
                  home.resolve("config").toString()));
      builder.environment().putAll(variables);
      builder.environment().keySet().removeAll(List.of("MERIDIAN_TOKEN", "MERIDIAN_TENANT"));
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "meridian %s still runs after %d s; it printed\n%s\n%s"
                .formatted(
                    String.join(" ", arguments),
                    TIMEOUT_SECONDS,
                    Files.readString(out),
                    Files.readString(err)));
      }
      return new CommandResult(
          arguments, process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
