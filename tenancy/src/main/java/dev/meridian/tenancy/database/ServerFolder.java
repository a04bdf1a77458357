package dev.meridian.tenancy.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of an embedded server: {@code data/} (PostgreSQL's own), {@code secret} (password,
 * readable by its owner alone), {@code port} and {@code server.log}.
 */
final class ServerFolder {
  private static final long LOG_LIMIT = 16L << 20;

  private final Path directory;
  private final String secret;
  private int port;

  private ServerFolder(Path directory, String secret, int port) {
    this.directory = directory;
    this.secret = secret;
    this.port = port;
  }

  static ServerFolder in(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path secretFile = directory.resolve("secret");
    if (!Files.exists(secretFile)) {
      if (Files.exists(directory.resolve("data"))) {
        throw new DatabaseException(
            "%s is missing: it holds the password of the database beside it. Restore the file, or start over with --fresh, which deletes the data."
                .formatted(secretFile));
      }
      writePrivately(secretFile, Passwords.random());
    }
    Path portFile = directory.resolve("port");
    int port = Files.exists(portFile) ? Integer.parseInt(Files.readString(portFile).strip()) : 0;
    return new ServerFolder(directory, Files.readString(secretFile).strip(), port);
  }

  Path data() {
    return directory.resolve("data");
  }

  Path secretFile() {
    return directory.resolve("secret");
  }

  Path serverLog() {
    return directory.resolve("server.log");
  }

  String secret() {
    return secret;
  }

  int port() {
    return port;
  }

  Path prepareFresh() throws IOException {
    Path fresh = directory.resolve("data.new");
    if (Files.exists(fresh)) {
      try (Stream<Path> paths = Files.walk(fresh)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return fresh;
  }

  /** Makes a complete new data folder the data folder; one that was cut short never becomes it. */
  void adoptFresh(Path fresh) throws IOException {
    Files.writeString(
        fresh.resolve("postgresql.conf"),
        "\n# Written by Meridian at each start; what is below wins.\ninclude 'meridian.conf'\n",
        StandardOpenOption.APPEND);
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  void requireVersionOf(String versionLine, PostgresPrograms programs) throws IOException {
    String made = Files.readString(data().resolve("PG_VERSION")).strip();
    if (!versionLine.contains(" " + made + ".")) {
      throw new DatabaseException(
          "The data under %s was made by PostgreSQL %s, but %s is '%s'. Dump it with the older version and load it into a new data directory."
              .formatted(data(), made, programs.program("postgres"), versionLine));
    }
  }

  /** Keeps the port of the last run when it is free, so that tools find the database again. */
  void choosePort() throws IOException {
    int chosen = freePort(port);
    writeSettings(chosen);
    if (Files.exists(serverLog()) && Files.size(serverLog()) > LOG_LIMIT) {
      Files.move(
          serverLog(), directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Writes the server's settings.
   *
   * @return true when they were the same before
   */
  boolean writeSettings(int chosen) throws IOException {
    port = chosen;
    Files.writeString(directory.resolve("port"), Integer.toString(chosen));
    String settings = settings(chosen);
    Path file = data().resolve("meridian.conf");
    boolean same = Files.exists(file) && Files.readString(file).equals(settings);
    if (!same) {
      writePrivately(data().resolve("meridian_hba.conf"), hostRules());
      writePrivately(file, settings);
    }
    return same;
  }

  private String settings(int port) {
    return """
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        hba_file = '%s'
        password_encryption = 'scram-sha-256'
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        max_connections = 200
        shared_buffers = '128MB'
        max_wal_size = '1GB'
        jit = off
        log_timezone = 'UTC'
        timezone = 'UTC'
        log_line_prefix = '%%m [%%p] %%u@%%d '
        """
        .formatted(
            port,
            data().resolve("meridian_hba.conf").toAbsolutePath().toString().replace("'", "''"));
  }

  private static String hostRules() {
    return "host all all 127.0.0.1/32 scram-sha-256\n";
  }

  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (java.net.BindException e) {
      // Somebody else took the port of the last run: any other will do.
      return freePort(0);
    }
  }

  String endOfServerLog() throws IOException {
    if (!Files.exists(serverLog())) {
      return "(no log)";
    }
    List<String> lines = Files.readAllLines(serverLog(), StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
