package dev.meridian.tenancy.testing;

import dev.meridian.tenancy.database.Database;
import dev.meridian.tenancy.database.EmbeddedPostgres;
import dev.meridian.tenancy.database.PostgresPrograms;
import dev.meridian.tenancy.database.ServerAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of a test JVM, durable as in production, with a template database that is
 * migrated once. {@code -Dmeridian.test.postgres=/usr/lib/postgresql/15/bin} chooses another
 * version. It is stopped and deleted when the JVM ends.
 */
public final class TestServer {
  private static @Nullable TestServer running;

  private final Path directory;
  private final EmbeddedPostgres server;
  private final AtomicInteger copies = new AtomicInteger();

  private TestServer(Path directory, EmbeddedPostgres server) {
    this.directory = directory;
    this.server = server;
  }

  /** The server of this JVM, started at the first call. */
  public static synchronized TestServer running() {
    if (running == null) {
      running = start();
    }
    return running;
  }

  /** A new database with all migrations done; the caller closes it. */
  public Database freshDatabase() {
    return Database.on(freshAccess());
  }

  /** Access to a new database with all migrations done, for a server process of the test. */
  public ServerAccess freshAccess() {
    return server.copy("template_meridian", "copy_" + copies.incrementAndGet());
  }

  /** A folder that lives as long as the server. */
  public Path directory() {
    return directory;
  }

  public EmbeddedPostgres server() {
    return server;
  }

  private static TestServer start() {
    try {
      Path directory = Files.createTempDirectory("meridian-test-database-");
      EmbeddedPostgres server = EmbeddedPostgres.start(programs(), directory);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    delete(directory);
                  }));
      Database.on(server.database("template_meridian")).close();
      return new TestServer(directory, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresPrograms programs() {
    String chosen = System.getProperty("meridian.test.postgres", "");
    return chosen.isBlank()
        ? PostgresPrograms.shipped(Path.of(System.getProperty("user.home"), ".cache", "meridian"))
        : new PostgresPrograms(Path.of(chosen));
  }

  private static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
