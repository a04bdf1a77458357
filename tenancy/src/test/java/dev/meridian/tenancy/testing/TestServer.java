package dev.meridian.tenancy.testing;

import dev.meridian.tenancy.database.Database;
import dev.meridian.tenancy.database.EmbeddedPostgres;
import dev.meridian.tenancy.database.PostgresPrograms;
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

  private final EmbeddedPostgres server;
  private final AtomicInteger copies = new AtomicInteger();

  private TestServer(EmbeddedPostgres server) {
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
    return Database.on(server.copy("template_meridian", "copy_" + copies.incrementAndGet()));
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
      return new TestServer(server);
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
