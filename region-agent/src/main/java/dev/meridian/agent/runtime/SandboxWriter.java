package dev.meridian.agent.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Writes into a sandbox in which tasks may be running, as the user of those tasks: whatever links
 * they have laid there, nothing is written that they could not write themselves.
 */
public final class SandboxWriter {
  private static final String WRITE =
      """
      case $1 in */*) mkdir -p -- "${1%/*}" || exit ;; esac
      cat >"$1.meridian-new" && mv -f -- "$1.meridian-new" "$1"
      """;
  private static final String LINK =
      """
      case $1 in */*) mkdir -p -- "${1%/*}" || exit ;; esac
      ln -sfn -- "$2" "$1"
      """;

  private final Path sandbox;
  private final OptionalInt user;

  public SandboxWriter(Path sandbox, OptionalInt user) {
    this.sandbox = sandbox;
    this.user = user;
  }

  /**
   * Replaces a file by rename.
   *
   * @param destination relative to the sandbox
   */
  public void write(String destination, byte[] content) throws IOException {
    run(WRITE, content, requireInside(destination));
  }

  /** Lays a symbolic link. */
  public void link(String destination, Path target) throws IOException {
    run(LINK, new byte[0], requireInside(destination), target.toString());
  }

  /**
   * The destination, when it is a path inside of the sandbox.
   *
   * @throws IOException when it is absolute or leads out
   */
  public static String requireInside(String destination) throws IOException {
    Path path = Path.of(destination);
    if (destination.isEmpty()
        || path.isAbsolute()
        || path.normalize().startsWith("..")
        || destination.startsWith("-")) {
      throw new IOException(
          "destination \"" + destination + "\" does not lead to a place inside the sandbox");
    }
    return path.normalize().toString();
  }

  private void run(String script, byte[] input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (user.isPresent()) {
      String number = Integer.toString(user.getAsInt());
      command.addAll(
          List.of(
              "setpriv",
              "--reuid",
              number,
              "--regid",
              number,
              "--clear-groups",
              "--no-new-privs",
              "--"));
    }
    command.addAll(List.of("/bin/sh", "-c", script, "write"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        SupervisorProgram.clean(new ProcessBuilder(command), sandbox)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectErrorStream(true);
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException ended) {
      // The script ended before it read everything; its own message says more.
      process.destroy();
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("cannot write " + arguments[0] + " in the sandbox: " + output);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing " + arguments[0], interrupted);
    }
  }
}
