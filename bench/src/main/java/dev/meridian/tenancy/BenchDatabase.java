package dev.meridian.tenancy;

import dev.meridian.tenancy.database.Database;
import dev.meridian.tenancy.database.EmbeddedPostgres;
import dev.meridian.tenancy.database.PostgresPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A durable embedded database of its own, as in production, in a temporary folder. */
final class BenchDatabase implements AutoCloseable {
  private final Path directory;
  private final EmbeddedPostgres server;
  private final Database database;
  private final JdbcClient jdbc;
  private final Scopes scopes;

  private BenchDatabase(Path directory) {
    this.directory = directory;
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "meridian");
    this.server = EmbeddedPostgres.start(PostgresPrograms.shipped(cache), directory);
    this.database = Database.on(server.database("bench"));
    ScopedDataSource source = new ScopedDataSource(database);
    this.jdbc = JdbcClient.create(source);
    this.scopes = new Scopes(jdbc, new JdbcTransactionManager(source));
  }

  static BenchDatabase start() {
    try {
      return new BenchDatabase(Files.createTempDirectory("meridian-bench-database-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  Database database() {
    return database;
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  Scopes scopes() {
    return scopes;
  }

  /** The settings that make the database durable, and its version. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    scopes.asSystem(
        SystemJob.QUOTA,
        () ->
            jdbc.sql(
                    "select name, setting from pg_settings where name in"
                        + " ('fsync', 'full_page_writes', 'synchronous_commit', 'server_version')")
                .query(
                    row -> {
                      settings.put(row.getString(1), row.getString(2));
                    }));
    return settings;
  }

  @Override
  public void close() {
    database.close();
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
