package dev.meridian.tenancy.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable PostgreSQL server under a folder of ours, started, supervised and stopped with this
 * process. A server that a killed predecessor left behind is adopted; one that dies is started
 * again on the same port, so that pools find it where it was.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration SLOW = Duration.ofSeconds(120);
  static final String OWNER = "meridian_owner";

  private final PostgresCommand command;
  private final ServerFolder folder;
  private final DirectoryLock lock;
  private volatile boolean closing;
  private @Nullable Thread watchdog;

  private EmbeddedPostgres(PostgresCommand command, ServerFolder folder, DirectoryLock lock) {
    this.command = command;
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Starts or adopts the server of {@code directory}, making its data there when there is none.
   *
   * @throws DatabaseException when another process uses the directory, or the server cannot start
   */
  public static EmbeddedPostgres start(PostgresPrograms programs, Path directory) {
    try {
      ServerFolder folder = ServerFolder.in(directory);
      DirectoryLock lock = DirectoryLock.take(directory);
      try {
        EmbeddedPostgres server = new EmbeddedPostgres(new PostgresCommand(programs), folder, lock);
        server.begin(programs);
        return server;
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      throw new DatabaseException(
          "The embedded PostgreSQL under %s could not be started: %s"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /** Access to a database of this server; the database is made, owned by our owner, if missing. */
  public ServerAccess database(String name) {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      ResultSet found =
          statement.executeQuery("select from pg_database where datname = '" + name + "'");
      if (!found.next()) {
        statement.execute("create database " + name + " owner " + OWNER);
      }
      return access(name);
    } catch (SQLException e) {
      throw new DatabaseException("Database " + name + " could not be made: " + e.getMessage(), e);
    }
  }

  /** A new database with all that {@code template} holds; nobody may be connected to that one. */
  public ServerAccess copy(String template, String name) {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + template + " owner " + OWNER);
      return access(name);
    } catch (SQLException e) {
      throw new DatabaseException("Database " + name + " could not be made: " + e.getMessage(), e);
    }
  }

  /** A connection that may do anything, for tests and tools; the caller closes it. */
  public Connection superuser() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + folder.port() + "/postgres", "postgres", folder.secret());
  }

  /** The process of the server, when it runs. */
  public Optional<ProcessHandle> process() {
    try {
      return Postmaster.of(folder.data()).map(Postmaster::process);
    } catch (IOException e) {
      throw new DatabaseException("Cannot read " + folder.data() + ": " + e.getMessage(), e);
    }
  }

  private ServerAccess access(String name) {
    return new ServerAccess(
        "jdbc:postgresql://127.0.0.1:" + folder.port() + "/" + name,
        OWNER,
        Passwords.derived(folder.secret(), OWNER),
        Map.of());
  }

  private void begin(PostgresPrograms programs) throws IOException, SQLException {
    if (!Files.exists(folder.data())) {
      initialise();
    }
    folder.requireVersionOf(command.run(SLOW, "postgres", "--version"), programs);
    Optional<Postmaster> running = Postmaster.of(folder.data());
    if (running.isPresent() && folder.writeSettings(running.get().port()) && answers()) {
      log.info(
          "Adopted the PostgreSQL server {} that a killed control plane left on port {}",
          running.get().process().pid(),
          running.get().port());
    } else {
      if (running.isPresent()) {
        log.info(
            "Stopping the PostgreSQL server {} of a killed control plane",
            running.get().process().pid());
        stopServer();
      }
      folder.choosePort();
      startServer();
    }
    makeOwner();
    watchdog = Thread.ofVirtual().name("postgres-watchdog").start(this::watch);
  }

  private void initialise() throws IOException {
    Path fresh = folder.prepareFresh();
    command.run(
        SLOW,
        "initdb",
        "--pgdata=" + fresh,
        "--username=postgres",
        "--pwfile=" + folder.secretFile(),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums");
    folder.adoptFresh(fresh);
  }

  private void startServer() throws IOException {
    try {
      command.run(
          SLOW,
          "pg_ctl",
          "start",
          "--wait",
          "--timeout=100",
          "--silent",
          "--pgdata=" + folder.data(),
          "--log=" + folder.serverLog());
    } catch (DatabaseException e) {
      throw new DatabaseException(
          e.getMessage() + "\nThe server's log ends with:\n" + folder.endOfServerLog(), e);
    }
  }

  private void stopServer() {
    command.run(
        SLOW,
        "pg_ctl",
        "stop",
        "--wait",
        "--timeout=60",
        "--silent",
        "--mode=fast",
        "--pgdata=" + folder.data());
  }

  private boolean answers() {
    try (Connection connection = superuser()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      log.info("The PostgreSQL server found there does not answer ({})", e.getMessage());
      return false;
    }
  }

  /** The owner of schema and data is no superuser: forced row-level security binds it too. */
  private void makeOwner() throws SQLException {
    String password = Passwords.derived(folder.secret(), OWNER);
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      ResultSet found =
          statement.executeQuery("select from pg_roles where rolname = '" + OWNER + "'");
      statement.execute(
          (found.next() ? "alter role " : "create role ")
              + OWNER
              + " login createrole nosuperuser nobypassrls password '"
              + password
              + "'");
    }
  }

  private void watch() {
    while (!closing) {
      process().ifPresent(process -> process.onExit().join());
      if (!closing) {
        restart();
      }
    }
  }

  private void restart() {
    log.warn("The PostgreSQL server ended; starting it again");
    try {
      // Right after a kill its last backends may still hold the shared memory: then try again.
      startServer();
      log.info("The PostgreSQL server runs again");
    } catch (IOException | DatabaseException e) {
      log.warn("The PostgreSQL server did not start; trying again in a second: {}", e.getMessage());
      try {
        Thread.sleep(Duration.ofSeconds(1));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        closing = true;
      }
    }
  }

  /**
   * Stops the server in an orderly way (open transactions are rolled back) and frees the folder.
   */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    try {
      if (watchdog != null) {
        watchdog.interrupt();
      }
      if (process().isPresent()) {
        stopServer();
      }
      lock.close();
    } catch (IOException e) {
      throw new DatabaseException("The data directory could not be released: " + e.getMessage(), e);
    }
  }
}
