package dev.meridian.tenancy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The check of counters among {@link ManyTenants} that all have limits and claims, and writers that
 * claim meanwhile. On a durable database of its own.
 */
public final class SweepWorkload implements AutoCloseable {
  public static final int CLAIMS = 100_000;

  /** At the bottom of the tree: a claim counts at the six tenants above and at the tenant. */
  private static final UUID CLAIMING = ManyTenants.tenant(ManyTenants.TENANTS);

  private final BenchDatabase database = BenchDatabase.start();
  private final JdbcClient jdbc = database.jdbc();
  private final Scopes scopes = database.scopes();
  private final GroupedClaims claims = new GroupedClaims(jdbc, scopes, new Quotas(jdbc, scopes));
  private final QuotaSweep sweep = new QuotaSweep(jdbc, scopes);

  private SweepWorkload() {
    UUID root = new Tenants(jdbc, scopes, InstantSource.system()).root().id();
    scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          ManyTenants.fill(jdbc);
          fill(root);
        });
  }

  public static SweepWorkload start() {
    return new SweepWorkload();
  }

  private void fill(UUID root) {
    jdbc.sql(
            """
            insert into quota_claim (tenant_id, holder_id, cpus, memory, disk, pods, instances)
            select md5('t' || 1 + i % :tenants)::uuid, md5('c' || i)::uuid, 1000, 1 << 30, 0, 3, 1
            from generate_series(1, :claims) i
            """)
        .param("tenants", ManyTenants.TENANTS)
        .param("claims", CLAIMS)
        .update();
    jdbc.sql(
            """
            insert into quota_counter (tenant_id, scope, resource, amount_limit, used)
            select t.ancestor_id, 'all', r.name, 1::bigint << 60,
              sum(case r.name when 'cpus' then c.cpus when 'memory' then c.memory else c.pods end)
            from (select tenant_id, sum(cpus) as cpus, sum(memory) as memory, sum(pods) as pods
                  from quota_claim group by tenant_id) c
            join tenant_closure t on t.descendant_id = c.tenant_id and t.ancestor_id <> ?
            cross join unnest(array['cpus', 'memory', 'pods']) r (name)
            group by t.ancestor_id, r.name
            """)
        .param(root)
        .update();
  }

  /** The settings that make the database durable, and its version. */
  public Map<String, String> databaseSettings() {
    return database.settings();
  }

  /** How many counters there are. */
  public long counters() {
    return scopes.asSystem(
        SystemJob.QUOTA,
        () -> jdbc.sql("select count(*) from quota_counter").query(Long.class).single());
  }

  /** One sweep; how many counters it repaired. */
  public int sweep() {
    AtomicInteger repaired = new AtomicInteger();
    sweep.repair(drift -> repaired.incrementAndGet());
    return repaired.get();
  }

  /** Makes one counter lie. */
  public void spoil() {
    scopes.asSystem(
        SystemJob.QUOTA,
        () ->
            jdbc.sql("update quota_counter set used = used + 1 where tenant_id = ?")
                .param(CLAIMING)
                .update());
  }

  /**
   * What writers reached.
   *
   * @param longest of all their claims
   */
  public record Claimed(double perSecond, Duration longest) {}

  /** Claims that are made together, all in one tenant. */
  public Claimed claim(int writers, Duration length) {
    AtomicLong longest = new AtomicLong();
    double perSecond =
        Rate.of(
            writers,
            length,
            () -> {
              long begun = System.nanoTime();
              claims.reserve(CLAIMING, Ids.next(), QuotaWorkload.ONE_POD);
              longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            });
    return new Claimed(perSecond, Duration.ofNanos(longest.get()));
  }

  /** The same while something else is done again and again. */
  public Claimed claimDuring(int writers, Duration length, Runnable other) {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> beside =
          thread.submit(
              () -> {
                while (!done.get()) {
                  other.run();
                }
              });
      Claimed claimed;
      try {
        claimed = claim(writers, length);
      } finally {
        done.set(true);
      }
      beside.get();
      return claimed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("What was done beside the writers failed", e.getCause());
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
