package dev.meridian.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsageReportsIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");
  private static final UsageReports.Period TWO_DAYS =
      new UsageReports.Period(DAY, Instant.parse("2026-11-03T00:00:00Z"));

  private static final UsageReports.Period DECEMBER =
      new UsageReports.Period(
          Instant.parse("2026-12-01T00:00:00Z"), Instant.parse("2026-12-03T00:00:00Z"));

  private static void transition(UUID tenant, UUID pod, String kind, String at, long cpuMillis) {
    database
        .scopes()
        .asSystem(
            SystemJob.PLACEMENT,
            () -> {
              database
                  .jdbc()
                  .sql(
                      """
                      insert into pod_transition (id, tenant_id, instance_id, instance_name,
                        package_name, pod_id, pod_name, transition, at, cpu_millis, memory_bytes,
                        disk_bytes, incarnation, configuration)
                      values (?, ?, ?, 'kafka', 'kafka', ?, 'broker-0', ?, cast(? as timestamptz),
                        ?, 1073741824, 0, 1, 1)
                      """)
                  .params(Ids.next(), tenant, pod, pod, kind, at, cpuMillis)
                  .update();
            });
  }

  private static void volume(UUID tenant, UUID volume, String kind, String at) {
    database
        .scopes()
        .asSystem(
            SystemJob.FEDERATION,
            () -> {
              database
                  .jdbc()
                  .sql(
                      """
                      insert into volume_transition (id, tenant_id, volume_id, instance_name,
                        transition, at, size_bytes)
                      values (?, ?, ?, 'kafka', ?, cast(? as timestamptz), 10737418240)
                      """)
                  .params(Ids.next(), tenant, volume, kind, at)
                  .update();
            });
  }

  @Test
  void countsTheDiskOfKeptVolumesAndNothingElseOfThem() {
    UUID initech = database.tenant("initech");
    UUID data = database.tenant(initech, "data");
    UUID adopted = Ids.next();
    volume(data, adopted, "KEPT", "2026-11-30T12:00:00Z");
    volume(data, adopted, "RELEASED", "2026-12-01T06:00:00Z");
    UUID stillKept = Ids.next();
    volume(data, stillKept, "KEPT", "2026-12-02T12:00:00Z");
    UUID longGone = Ids.next();
    volume(data, longGone, "KEPT", "2026-11-15T00:00:00Z");
    volume(data, longGone, "RELEASED", "2026-11-22T00:00:00Z");

    UsageReport report =
        new UsageReports(
                database.scopes(),
                database.tenants(),
                new TransitionReader(database.jdbc()),
                InstantSource.fixed(Instant.parse("2026-12-10T00:00:00Z")))
            .asFinance(initech, DECEMBER, Grouping.ALL);

    // Six hours of the adopted one and twelve of the other, ten GiB each.
    assertThat(report.total())
        .isEqualTo(new UsageReport.UsageAmounts("0.000000", "0.000000", "180.000000", "0.000000"));
    assertThat(report.rows())
        .extracting(row -> row.tenant() + " " + row.service() + " " + row.diskGibHours())
        .containsExactly("initech/data kafka 60.000000", "initech/data kafka 120.000000");
    assertThat(report.tree().getFirst().children().getFirst().diskGibHours())
        .isEqualTo("180.000000");
  }

  @Test
  void addsUpForFinanceAndShowsATenantOnlyItsSubtree() {
    UUID acme = database.tenant("acme");
    UUID streams = database.tenant(acme, "streams");
    UUID globex = database.tenant("globex");
    UUID first = Ids.next();
    transition(streams, first, "RESERVED", "2026-10-31T23:00:00Z", 2_000);
    transition(streams, first, "RESIZED", "2026-11-01T12:00:00Z", 4_000);
    transition(streams, first, "RUNNING", "2026-11-01T13:00:00Z", 9_000);
    transition(streams, first, "RELEASED", "2026-11-02T06:00:00Z", 4_000);
    UUID second = Ids.next();
    transition(acme, second, "RESERVED", "2026-11-02T23:00:00Z", 1_000);
    UUID foreign = Ids.next();
    transition(globex, foreign, "RESERVED", "2026-10-01T00:00:00Z", 1_000);
    // Given back and reserved anew at one moment before the period: only the new one counts.
    transition(globex, foreign, "RELEASED", "2026-10-31T00:00:00Z", 1_000);
    transition(globex, foreign, "RESERVED", "2026-10-31T00:00:00Z", 3_000);

    UsageReports reports =
        new UsageReports(
            database.scopes(),
            database.tenants(),
            new TransitionReader(database.jdbc()),
            InstantSource.fixed(Instant.parse("2026-11-10T00:00:00Z")));
    UsageReport all = reports.asFinance(database.tenants().root().id(), TWO_DAYS, Grouping.ALL);
    assertThat(all.total().cpuHours()).isEqualTo("241.000000");
    assertThat(all.tree())
        .extracting(UsageReport.UsageNode::tenant, UsageReport.UsageNode::cpuHours)
        .containsExactly(tuple("acme", "97.000000"), tuple("globex", "144.000000"));
    assertThat(all.rows())
        .extracting(row -> row.tenant() + " " + row.day() + " " + row.cpuHours())
        .containsExactly(
            "acme 2026-11-02 1.000000",
            "acme/streams 2026-11-01 72.000000",
            "acme/streams 2026-11-02 24.000000",
            "globex 2026-11-01 72.000000",
            "globex 2026-11-02 72.000000");

    UsageReport own = reports.inSubtrees(List.of(acme, streams), TWO_DAYS, Grouping.ALL);
    assertThat(own.total().cpuHours()).isEqualTo("97.000000");
    assertThat(own.rows()).noneMatch(row -> row.tenant().equals("globex"));
    assertThat(own.tree().getFirst().children().getFirst().podHours()).isEqualTo("30.000000");
  }
}
