package dev.meridian.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that is not the control plane's own: it can be away, be set back, and be
 * looked into.
 */
final class OutsideDatabase {
  private static final String OWNER = "postgres";
  private static final Duration STARTED = Duration.ofSeconds(30);

  private final Path folder;
  private final Path log;
  private final String password;
  private final int port = Ports.free();
  private @Nullable RunningProcess server;

  private OutsideDatabase(Path folder, Path log, String password) {
    this.folder = folder;
    this.log = log;
    this.password = password;
  }

  /**
   * Makes the files of a server and starts it.
   *
   * @param folder does not exist yet
   */
  static OutsideDatabase start(Path folder, Path log, String password) {
    OutsideDatabase database = new OutsideDatabase(folder, log, password);
    database.make();
    database.start();
    return database;
  }

  private void make() {
    try {
      Files.createDirectories(folder);
      Path secret = Files.writeString(folder.resolve("secret"), password);
      Shell.run(
          PostgresPrograms.command(
              "initdb",
              "--pgdata=" + data(),
              "--username=" + OWNER,
              "--auth=scram-sha-256",
              "--pwfile=" + secret,
              "--encoding=UTF8",
              "--locale=C"));
      Files.delete(secret);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** Starts it on the data that it has and waits until it answers. */
  void start() {
    server =
        RunningProcess.startProgram(
            "PostgreSQL",
            PostgresPrograms.command(
                "postgres",
                "-D",
                data().toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="),
            Map.of("LC_ALL", "C", "TZ", "UTC"),
            log);
    await("PostgreSQL answers; " + log)
        .atMost(STARTED)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .failFast(() -> !running().alive())
        .until(
            () -> {
              try (Connection open = connect()) {
                return open.isValid(1);
              }
            });
  }

  /** Starts it unless it runs, so that a test that failed leaves a database to the others. */
  void startIfAway() {
    if (!running().alive()) {
      start();
    }
  }

  /** Ends it with {@code kill -9}, and returns when every process of it is gone. */
  void kill() {
    running().kill();
    await("every process of PostgreSQL is gone")
        .atMost(Duration.ofSeconds(10))
        .until(() -> ProcessTable.touching(data()).isEmpty());
  }

  /** Ends it in order, if it runs. */
  void stop() {
    if (server != null) {
      // SIGINT would do it faster, but a JVM can send SIGTERM alone: all clients are gone by now.
      running().stop();
    }
  }

  /** Sets it back to what it held when {@link #copyTo} was called; it must not run. */
  void setBackTo(Path copy) {
    Shell.run("rm", "-rf", data().toString());
    Shell.run("cp", "-a", copy.toString(), data().toString());
  }

  /** Copies the files of the server, which must not run. */
  void copyTo(Path copy) {
    Shell.run("cp", "-a", data().toString(), copy.toString());
  }

  /** What tells a control plane to use it. */
  Map<String, String> settings() {
    return Map.of(
        "MERIDIAN_DB_URL", url(), "MERIDIAN_DB_USER", OWNER, "MERIDIAN_DB_PASSWORD", password);
  }

  /** A connection as the owner, whom no row-level security binds. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url() + "?currentSchema=meridian", OWNER, password);
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private Path data() {
    return folder.resolve("data");
  }

  private RunningProcess running() {
    return Objects.requireNonNull(server, "not started");
  }

  String lastLines() {
    return running().lastLines();
  }

  /** A statement's only value as text. */
  String ask(String sql, Object... parameters) {
    return rows(sql, parameters).getFirst();
  }

  /** The first column of each row as text. */
  List<String> rows(String sql, Object... parameters) {
    try (Connection open = connect()) {
      return Sql.rows(open, sql, parameters);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  /** Changes rows; says how many. */
  int change(String sql, Object... parameters) {
    try (Connection open = connect()) {
      return Sql.change(open, sql, parameters);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }
}
