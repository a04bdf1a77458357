package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.AuditFixture;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SealedTexts;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sinks as production serves them, on a test's database. */
final class SinkFixture {
  static final String SECRET = "the-secret-of-the-test";

  final AuditFixture audit;
  final SinkRows rows;
  private final TestDatabase database;
  private final SinkQueries queries;
  private final SinkFeed feed;
  private final InstantSource clock;

  SinkFixture(TestDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    audit = new AuditFixture(database, clock);
    rows = new SinkRows(database.jdbc());
    feed = new SinkFeed(database.jdbc());
    queries = new SinkQueries(database.scopes(), database.jdbc(), clock);
  }

  /** A new process: nothing is remembered but what is in the database. */
  Delivering process() {
    AddressGuard guard = new AddressGuard(new SinkSettings(true, false), InetAddress::getAllByName);
    return new Delivering(
        database.scopes(),
        rows,
        new DeliveryRows(database.jdbc()),
        feed,
        new Delivering.Transport(
            Senders.of(guard, "https://meridian.example.org"),
            database.get(SealedTexts.class),
            clock));
  }

  SinkRows.Key add(UUID tenant, SinkKind kind, String target, @Nullable String ca) {
    UUID id = Ids.next();
    String secret =
        kind == SinkKind.WEBHOOK
            ? database.get(SealedTexts.class).seal(SECRET, Delivering.secretContext(tenant, id))
            : null;
    database
        .scopes()
        .asSystem(
            SystemJob.AUDIT,
            () -> {
              Place from = feed.end();
              database
                  .jdbc()
                  .sql(
                      """
                      insert into audit_sink (tenant_id, id, name, kind, target, ca_certificate,
                        secret, created_at, xid, event_id)
                      values (:tenant, :id, :name, :kind, :target, :ca, :secret, now(),
                        cast(:xid as xid8), :event)
                      """)
                  .param("tenant", tenant)
                  .param("id", id)
                  .param("name", "s" + id)
                  .param("kind", kind.key())
                  .param("target", target)
                  .param("ca", ca)
                  .param("secret", secret)
                  .param("xid", from.xid())
                  .param("event", from.event())
                  .update();
            });
    return new SinkRows.Key(tenant, id);
  }

  void remove(SinkRows.Key sink) {
    database
        .scopes()
        .inTenant(
            sink.tenant(),
            () -> {
              database.jdbc().sql("delete from audit_sink where id = ?").param(sink.id()).update();
            });
  }

  /** Makes deliveries until none is to be made; false when the last one failed. */
  boolean deliver(SinkRows.Key sink) {
    Delivering process = process();
    boolean more = true;
    while (more) {
      try (Attempt attempt = new Attempt(Duration.ofSeconds(15))) {
        more = process.next(sink, attempt);
      }
    }
    return view(sink).state().equals("ACTIVE");
  }

  SinkView view(SinkRows.Key sink) {
    return queries.find(sink.tenant(), "s" + sink.id());
  }

  List<DeliveryView> deliveries(SinkRows.Key sink) {
    return database
        .scopes()
        .inTenant(sink.tenant(), () -> queries.deliveries(sink.tenant(), sink.id(), null, 100));
  }

  List<SinkRows.Key> due() {
    return database.scopes().asSystem(SystemJob.AUDIT, () -> rows.due(clock.instant()));
  }

  SinkRows.Standing standing() {
    return database.scopes().asSystem(SystemJob.AUDIT, () -> rows.standing(clock.instant()));
  }

  /** Records events and chains them. */
  void record(UUID tenant, String... subjects) {
    for (String subject : subjects) {
      audit.record(tenant, subject);
    }
    audit.appendAll();
  }
}
