package dev.meridian.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.AuditErasure;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.audit.ExportReader;
import dev.meridian.tenancy.audit.Trust;
import dev.meridian.tenancy.audit.Verification;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

class ChainAppenderTest {
  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));

  @RegisterExtension static final TestDatabase database = new TestDatabase().withClock(NOW::get);

  private final AuditFixture audit = new AuditFixture(database, NOW::get);

  private List<String> subjects(UUID tenant) {
    return audit.log.entries(tenant, 1, 1_000).stream()
        .map(
            entry ->
                entry.event() == null ? "gone" : String.valueOf(entry.event().value("subject")))
        .toList();
  }

  @Test
  void verifiesFromTheExportOfATenantAlone() {
    UUID mine = audit.tenant();
    UUID other = audit.tenant();
    for (int i = 0; i < 5; i++) {
      audit.record(mine, "mine-" + i);
      audit.record(other, "other-" + i);
    }
    audit.appendAll();
    audit.anchors.makeWhenDue(audit.lease());
    audit.record(mine, "waits");

    String export = audit.export(mine);

    assertThat(export)
        .contains("mine-4", "\"type\":\"anchor\"", "\"type\":\"pending\"")
        .doesNotContain("other-", other.toString());
    assertThat(
            Verification.of(
                ExportReader.read(export.lines()), new Trust(audit.signer.publicKeys(), List.of())))
        .isEmpty();
    assertThat(
            Verification.of(
                ExportReader.read(export.replace("thing.make", "thing.take").lines()),
                new Trust(audit.signer.publicKeys(), List.of())))
        .hasSize(5);
    assertThat(audit.verdicts(mine)).isEmpty();
  }

  @Test
  void appendsInTheOrderOfTransactionsAndWaitsForThoseThatStillRun() throws InterruptedException {
    UUID tenant = audit.tenant();
    audit.appendAll();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Thread late =
        Thread.ofVirtual()
            .start(
                () ->
                    database
                        .scopes()
                        .inTenant(
                            tenant,
                            () -> {
                              audit.record(tenant, "late");
                              written.countDown();
                              waitFor(commit);
                            }));
    assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
    audit.record(tenant, "early");

    audit.appendAll();
    assertThat(subjects(tenant)).isEmpty();
    NOW.updateAndGet(now -> now.plusSeconds(3));
    assertThat(audit.appender.lag()).isEqualTo(Duration.ofSeconds(3));
    commit.countDown();
    late.join();
    audit.appendAll();

    assertThat(subjects(tenant)).containsExactly("late", "early");
    assertThat(audit.appender.lag()).isZero();
  }

  @Test
  void letsNobodyAppendWhoLostTheLease() {
    Lease old = audit.lease();
    audit.lease();
    audit.record(audit.tenant(), "x");

    assertThatThrownBy(() -> audit.appender.append(old)).isInstanceOf(LostLeaseException.class);
  }

  @Test
  void appendsEachEventOnceWhenItIsKilledAgainAndAgain() {
    UUID tenant = audit.tenant();
    AtomicBoolean ended = new AtomicBoolean();
    Thread chainer =
        Thread.ofVirtual()
            .start(
                () -> {
                  Lease lease = audit.lease();
                  while (!ended.get()) {
                    try {
                      audit.appender.append(lease);
                    } catch (DataAccessException | TransactionException killed) {
                      continue;
                    }
                  }
                });
    int kills = 0;
    for (int i = 0; i < 200; i++) {
      audit.record(tenant, "event-" + i);
      if (i % 5 == 0) {
        kills += killBackendsInTheMiddle();
      }
    }
    ended.set(true);
    await().atMost(Duration.ofSeconds(20)).until(() -> !chainer.isAlive());
    audit.appendAll();

    assertThat(kills).isPositive();
    assertThat(subjects(tenant)).hasSize(200).doesNotHaveDuplicates().startsWith("event-0");
    assertThat(audit.verdicts(tenant)).isEmpty();
  }

  private static int killBackendsInTheMiddle() {
    return database
        .scopes()
        .asSystem(
            SystemJob.MAINTENANCE,
            () ->
                database
                    .jdbc()
                    .sql(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where usename = current_user and pid <> pg_backend_pid()
                          and datname = current_database() and xact_start is not null
                        """)
                    .query(Boolean.class)
                    .list()
                    .size());
  }

  @Test
  void staysWholeWhenAPersonIsErased() {
    UUID tenant = audit.tenant();
    Account dana = database.account("dana", Role.TENANT_ADMIN, tenant);
    database.callAs(dana);
    audit.record(tenant, "hers");
    database.callAs(null);
    audit.appendAll();
    assertThat(audit.export(tenant)).contains("\"value\":\"dana\"");

    database.get(AuditErasure.class).erase(dana.id(), dana.username());

    assertThat(audit.export(tenant)).doesNotContain("\"value\":\"dana\"");
    assertThat(audit.verdicts(tenant)).isEmpty();
  }

  @Test
  void searchesByEveryFilterAndPage() {
    UUID tenant = audit.tenant();
    for (int i = 0; i < 7; i++) {
      audit.record(tenant, "page-" + i);
    }
    database.audit().refused(tenant, "thing.break", "page-1", null, java.util.Map.of());
    AuditFilter all = AuditFilter.of(null, null, null, null, null, null);

    var first = audit.log.search(tenant, all, 5, null);
    var second = audit.log.search(tenant, all, 5, first.nextCursor());
    assertThat(first.items()).extracting(AuditEventView::action).startsWith("thing.break");
    assertThat(second.items()).extracting(AuditEventView::subject).endsWith("page-0").hasSize(3);
    assertThat(second.nextCursor()).isNull();

    assertThat(found(tenant, AuditFilter.of("system", null, "page-1", null, null, null)))
        .hasSize(2);
    assertThat(found(tenant, AuditFilter.of(null, "thing.break", null, "REFUSED", null, null)))
        .hasSize(1);
    assertThat(found(tenant, AuditFilter.of("nobody", null, null, null, null, null))).isEmpty();
    String now = String.valueOf(NOW.get());
    assertThat(found(tenant, AuditFilter.of(null, null, null, null, now, null))).hasSize(8);
    assertThat(found(tenant, AuditFilter.of(null, null, null, null, null, now))).isEmpty();
    assertThat(found(audit.tenant(), all)).isEmpty();
  }

  private List<AuditEventView> found(UUID tenant, AuditFilter filter) {
    return audit.log.search(tenant, filter, 100, null).items();
  }

  @Test
  void anchorsOncePerDayAndNamesTheStatementBefore() {
    UUID tenant = audit.tenant();
    audit.record(tenant, "x");
    audit.appendAll();
    audit.anchors.makeWhenDue(audit.lease());
    audit.anchors.makeWhenDue(audit.lease());
    int before = audit.log.extent(tenant).anchors().size();
    NOW.updateAndGet(now -> now.plus(Duration.ofDays(1)));
    audit.anchors.makeWhenDue(audit.lease());

    var anchors = audit.log.extent(tenant).anchors();
    assertThat(anchors).hasSize(before + 1);
    assertThat(anchors.getLast().statement()).contains("\"previous\"");
    assertThat(audit.verdicts(tenant)).isEmpty();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test never let go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
