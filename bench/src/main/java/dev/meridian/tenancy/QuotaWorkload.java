package dev.meridian.tenancy;

import dev.meridian.tenancy.database.Database;
import dev.meridian.tenancy.database.EmbeddedPostgres;
import dev.meridian.tenancy.database.PostgresPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Many writers that claim in one tenant, six levels below the root of the tree, under one limit at
 * the top. The database is embedded and durable, as in production.
 */
public final class QuotaWorkload implements AutoCloseable {
  private static final int DEPTH = 6;
  private static final Claim ONE_POD =
      Claim.ofPackage("bench", new Amounts(1_000, 1 << 30, 0, 1, 0, 1, 0, 0));

  private final Path directory;
  private final EmbeddedPostgres server;
  private final Database database;
  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final Quotas quotas;
  private final GroupedClaims grouped;
  private final UUID tenant;

  private QuotaWorkload(Path directory) {
    this.directory = directory;
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "meridian");
    this.server = EmbeddedPostgres.start(PostgresPrograms.shipped(cache), directory);
    this.database = Database.on(server.database("bench"));
    ScopedDataSource source = new ScopedDataSource(database);
    this.jdbc = JdbcClient.create(source);
    this.scopes = new Scopes(jdbc, new JdbcTransactionManager(source));
    this.quotas = new Quotas(jdbc, scopes);
    this.grouped = new GroupedClaims(jdbc, scopes, quotas);
    this.tenant = tree();
  }

  public static QuotaWorkload start() {
    try {
      return new QuotaWorkload(Files.createTempDirectory("meridian-bench-quota-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UUID tree() {
    Tenants tenants = new Tenants(jdbc, scopes, InstantSource.system());
    UUID at = tenants.root().id();
    for (int level = 1; level <= DEPTH; level++) {
      at = tenants.create(at, "level-" + level, null, null).id();
      if (level == 1) {
        new QuotaLimits(jdbc, scopes).setOverall(at, Map.of(Resource.PODS, 1_000_000_000L));
      }
    }
    return at;
  }

  /** The settings that make the database durable, and its version. */
  public Map<String, String> databaseSettings() {
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

  /** Claims a second, each in the transaction of its change, of which locks are held to the end. */
  public double eachInItsOwn(int writers, Duration length) {
    return rate(
        writers,
        length,
        () -> scopes.inTenant(tenant, () -> quotas.hold(tenant, Ids.next(), ONE_POD)));
  }

  /** Claims a second that are made together, durable and counted, before their changes begin. */
  public double together(int writers, Duration length) {
    return rate(writers, length, () -> grouped.reserve(tenant, Ids.next(), ONE_POD));
  }

  /** Claims a second that are made together and stand when the transaction of their change does. */
  public double grouped(int writers, Duration length) {
    return rate(
        writers,
        length,
        () -> scopes.inTenant(tenant, () -> grouped.hold(tenant, Ids.next(), ONE_POD)));
  }

  /** What the counter says less what is claimed; zero unless claims were lost. */
  public long drift() {
    AtomicLong drift = new AtomicLong();
    new QuotaSweep(jdbc, scopes)
        .repair(one -> drift.addAndGet(Math.abs(one.counted() - one.claimed())));
    return drift.get();
  }

  private static double rate(int writers, Duration length, Runnable claim) {
    AtomicLong done = new AtomicLong();
    long begin = System.nanoTime();
    long end = begin + length.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends java.util.concurrent.Future<?>> all =
          IntStream.range(0, writers)
              .mapToObj(
                  writer ->
                      threads.submit(
                          () -> {
                            while (System.nanoTime() < end) {
                              claim.run();
                              done.incrementAndGet();
                            }
                          }))
              .toList();
      for (java.util.concurrent.Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a writer failed", e.getCause());
    }
    return done.get() * 1e9 / (System.nanoTime() - begin);
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
