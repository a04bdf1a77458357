package dev.meridian.tenancy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Many writers that claim in one tenant, six levels below the root of the tree, under one limit at
 * the top. The database is embedded and durable, as in production.
 */
public final class QuotaWorkload implements AutoCloseable {
  private static final int DEPTH = 6;
  static final Claim ONE_POD =
      Claim.ofPackage("bench", new Amounts(1_000, 1 << 30, 0, 1, 0, 1, 0, 0));

  private final BenchDatabase database = BenchDatabase.start();
  private final JdbcClient jdbc = database.jdbc();
  private final Scopes scopes = database.scopes();
  private final Quotas quotas = new Quotas(jdbc, scopes);
  private final GroupedClaims grouped = new GroupedClaims(jdbc, scopes, quotas);
  private final UUID tenant = tree();

  private QuotaWorkload() {}

  public static QuotaWorkload start() {
    return new QuotaWorkload();
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
    return database.settings();
  }

  /** Claims a second, each in the transaction of its change, of which locks are held to the end. */
  public double eachInItsOwn(int writers, Duration length) {
    return Rate.of(
        writers,
        length,
        () -> scopes.inTenant(tenant, () -> quotas.hold(tenant, Ids.next(), ONE_POD)));
  }

  /** Claims a second that are made together, durable and counted, before their changes begin. */
  public double together(int writers, Duration length) {
    return Rate.of(writers, length, () -> grouped.reserve(tenant, Ids.next(), ONE_POD));
  }

  /** Claims a second that are made together and stand when the transaction of their change does. */
  public double grouped(int writers, Duration length) {
    return Rate.of(
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

  @Override
  public void close() {
    database.close();
  }
}
