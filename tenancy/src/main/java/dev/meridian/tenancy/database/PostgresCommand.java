package dev.meridian.tenancy.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's own programs. PostgreSQL refuses to run as root; there it runs in a user
 * namespace of its own ({@code unshare --user}), in which it is nobody and still owns its files.
 */
final class PostgresCommand {
  private final PostgresPrograms programs;
  private final boolean asRoot;

  PostgresCommand(PostgresPrograms programs) {
    this.programs = programs;
    this.asRoot = "root".equals(System.getProperty("user.name"));
  }

  /**
   * Runs a program to its end.
   *
   * @return what it wrote
   * @throws DatabaseException when it failed or took longer than {@code limit}
   */
  String run(Duration limit, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (asRoot) {
      command.addAll(List.of("unshare", "--user", "--"));
    }
    command.add(programs.program(program).toString());
    command.addAll(List.of(arguments));
    try {
      // A file, not a pipe: the server that pg_ctl starts would keep a pipe open.
      Path output = Files.createTempFile("meridian-" + program, ".out");
      try {
        return run(command, output, limit);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new DatabaseException(
          "%s could not be run (%s).%s".formatted(program, e.getMessage(), hint()), e);
    }
  }

  private String run(List<String> command, Path output, Duration limit) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new DatabaseException(
            "%s did not end within %d s: %s"
                .formatted(String.join(" ", command), limit.toSeconds(), read(output)));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DatabaseException("Interrupted while running " + command.getFirst(), e);
    }
    String said = read(output);
    if (process.exitValue() != 0) {
      throw new DatabaseException(
          "%s failed with exit code %d: %s%s"
              .formatted(String.join(" ", command), process.exitValue(), said, hint()));
    }
    return said;
  }

  private static String read(Path output) throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8).strip();
  }

  private String hint() {
    return asRoot
        ? " As root, PostgreSQL is started through unshare(1) in a user namespace; where the kernel forbids that, run Meridian as another user or set MERIDIAN_DB_URL."
        : "";
  }
}
