package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Behalf;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The parts of the audit log as production wires them, on a test's database. */
public final class AuditFixture {
  final ChainAppender appender;
  final AnchorSigner signer;
  final AnchorMaker anchors;
  final AuditLog log;
  final AuditExport exports;
  private final TestDatabase database;

  public AuditFixture(TestDatabase database, InstantSource clock) {
    this.database = database;
    appender = new ChainAppender(database.scopes(), database.jdbc(), clock);
    signer = new AnchorSigner(database.get(SealedKeys.class));
    anchors = new AnchorMaker(database.scopes(), database.jdbc(), signer, clock);
    log = new AuditLog(database.scopes(), database.jdbc());
    exports = new AuditExport(log, signer, clock);
  }

  public UUID tenant() {
    return database.tenant("t" + Ids.next().toString().substring(24));
  }

  public void record(UUID tenant, String subject) {
    done(tenant, AuditNote.of("thing.make", subject, null, Map.of("n", subject)));
  }

  void recordOnBehalf(UUID tenant, String subject, Behalf person) {
    AuditOrigin program =
        new AuditOrigin(AuditOrigin.Kind.SERVICE_ACCOUNT, null, Ids.next(), "robot", person, null);
    done(tenant, AuditNote.of("thing.make", subject, null, Map.of()).askedBy(program));
  }

  private void done(UUID tenant, AuditNote note) {
    database.scopes().inTenant(tenant, () -> database.audit().done(tenant, note));
  }

  /** The lease as its holder has it after one more take-over. */
  Lease lease() {
    return database
        .scopes()
        .asSystem(
            SystemJob.AUDIT,
            () -> {
              database
                  .jdbc()
                  .sql("insert into lease (name) values ('audit-chain') on conflict do nothing")
                  .update();
              return new Lease(
                  "audit-chain",
                  "test",
                  database
                      .jdbc()
                      .sql(
                          "update lease set fence = fence + 1 where name = 'audit-chain' returning fence")
                      .query(Long.class)
                      .single());
            });
  }

  /** Appends until nothing is left. */
  public void appendAll() {
    Lease lease = lease();
    while (appender.append(lease) > 0) {
      // The next batch.
    }
  }

  String export(UUID tenant) {
    TenantRef ref = database.tenants().find(tenant);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      exports.write(ref, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  List<String> verdicts(UUID tenant) {
    return exports.check(tenant).verdicts().stream()
        .map(found -> found.kind() + " " + found.position())
        .toList();
  }

  /** Runs statements as the owner of the schema, who may do everything. */
  void asOwner(String... statements) {
    try (Connection owner = database.database().access().connectAsOwner();
        Statement statement = owner.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
