package dev.meridian.controlplane.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.QuotaSweep;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.audit.SignedReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A deletion whose worker dies again and again: before a step, in the middle of it, and after it.
 * The steps are taken here, under a clock that is past the grace; the control plane, for which the
 * grace lasts, does everything else.
 */
class KilledDeletionIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static Browser admin;
  private static Doomed doomed;

  @BeforeAll
  static void publish() {
    admin = Browser.admin(server);
    doomed = new Doomed(server, admin);
    doomed.publish();
  }

  /** The process is gone: nothing of its transaction stays, and nobody says that it failed. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Dies once before and once in each step for each tenant; then lets it be. */
  private static final class Deadly implements StepAction {
    private final StepAction real;
    private final Set<String> died = new HashSet<>();

    private Deadly(StepAction real) {
      this.real = real;
    }

    @Override
    public StepKind kind() {
      return real.kind();
    }

    @Override
    public void before(UUID tenant, String askedBy) {
      real.before(tenant, askedBy);
      dieOnce("before " + tenant);
    }

    @Override
    public Progress take(UUID tenant) {
      Progress progress = real.take(tenant);
      if (progress instanceof Progress.Done) {
        dieOnce("in " + tenant);
      }
      return progress;
    }

    private void dieOnce(String when) {
      if (died.add(when)) {
        throw new Killed();
      }
    }
  }

  private static DeletionWork worker(InstantSource clock, boolean deadly) {
    OwnedTables tables = server.get(OwnedTables.class);
    JdbcClient jdbc = server.get(JdbcClient.class);
    RowSteps rowSteps = new RowSteps();
    List<StepAction> actions =
        new ArrayList<>(
            List.of(
                server.get(InstancesStep.class),
                server.get(WorkloadStep.class),
                server.get(MembersStep.class),
                rowSteps.secretsStep(tables),
                rowSteps.historyStep(jdbc, tables, server.get(WorkloadStep.class)),
                rowSteps.catalogStep(jdbc, tables),
                server.get(QuotasStep.class),
                server.get(KeysStep.class),
                server.get(TenantStep.class)));
    if (deadly) {
      actions.replaceAll(Deadly::new);
    }
    return new DeletionWork(
        server.get(Scopes.class),
        server.get(DeletionRows.class),
        actions,
        server.get(DeletionReports.class),
        server.get(DeletionNews.class),
        server.get(Audit.class),
        server.get(WorkQueue.class),
        clock);
  }

  @Test
  void goesOnWhereItWasWhereverItsWorkerIsKilled() {
    String top = doomed.tenant("");
    String team = doomed.tenant(top);
    UUID topId = doomed.id(top);
    UUID teamId = doomed.id(team);
    doomed.instance(top);
    doomed.instance(team);
    doomed.secret(topId);
    doomed.secret(teamId);
    doomed.member(team, "tenant-admin");
    String robot = doomed.robot(team);
    doomed.role(top);
    UUID volume = doomed.keptVolume(teamId);
    doomed.ok(
        200,
        admin.change(
            "PUT",
            Doomed.path(top) + "/limits",
            "{\"instances\":50,\"volumes\":50}",
            Map.of("If-Match", "*")));
    doomed.ok(
        202, doomed.change("DELETE", Doomed.path(top), "{\"confirm\":\"%s\"}".formatted(top)));

    DeletionWork present = worker(InstantSource.system(), false);
    present.work(topId, topId);
    assertThat(state(top)).as("before the grace is over").isEqualTo("GRACE");

    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofDays(8));
    DeletionWork deadly = worker(later, true);
    int[] deaths = {0};
    Set<String> reasons = new TreeSet<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              deaths[0] += worked(deadly, topId);
              JsonNode shown = admin.json(Doomed.path(teamId.toString()) + "/deletion");
              shown.path("steps").forEach(step -> reasons.add(step.path("reason").asString()));
              if (reasons.stream().anyMatch(reason -> reason.contains("far-away"))) {
                // What its agent reports when it is back.
                doomed.write("update volume set state = 'DESTROYED' where id = ?", volume);
              }
              return shown.path("state").asString().equals("DONE");
            });

    assertThat(deaths[0]).as("two for each of nine steps of two tenants").isEqualTo(36);
    assertThat(reasons).anyMatch(reason -> reason.contains("Node 'far-away' is away"));
    for (UUID tenant : List.of(topId, teamId)) {
      for (String table : OwnedTables.taken()) {
        // The key of the deletion itself is done and stays.
        long own = table.equals("work_item") && tenant.equals(topId) ? 1 : 0;
        assertThat(doomed.count(table, tenant)).as(table).isEqualTo(own);
      }
      assertThat(doomed.count("audit_event", tenant)).isPositive();
    }
    assertThat(doomed.read(UUID.class, "select id from account where username = ?", robot))
        .isEmpty();
    assertThat(
            doomed.read(
                Long.class,
                "select count(*) from data_key where tenant_id in (?, ?) and wrapped <> ''",
                topId,
                teamId))
        .containsExactly(0L);
    List<QuotaSweep.Drift> drifts = new ArrayList<>();
    server.get(QuotaSweep.class).repair(drifts::add);
    assertThat(drifts).as("counters that do not say what is claimed").isEmpty();

    JsonNode total = Browser.JSON.readTree(report(topId).statement()).path("total");
    assertThat(total.path("tenants").asInt()).isEqualTo(2);
    assertThat(total.path("instances").asInt()).as("one of them uninstalled before").isEqualTo(3);
    assertThat(total.path("volumes").asInt()).isEqualTo(1);
    assertThat(total.path("secrets").asInt()).isEqualTo(2);
    assertThat(total.path("secretVersions").asInt()).isEqualTo(2);
    assertThat(total.path("roleBindings").asInt()).as("person, robot").isEqualTo(2);
    assertThat(total.path("serviceAccounts").asInt()).isEqualTo(1);
    assertThat(total.path("roles").asInt()).isEqualTo(1);
    assertThat(total.path("limits").asInt()).isEqualTo(2);
    assertThat(total.path("dataKeys").asInt()).isEqualTo(2);
  }

  /** Lets the worker go on until it waits, ends or dies; tells how often it died. */
  private static int worked(DeletionWork worker, UUID tenant) {
    for (int deaths = 0; ; deaths++) {
      try {
        worker.work(tenant, tenant);
        return deaths;
      } catch (Killed again) {
        assertThat(deaths).as("deaths in a row").isLessThan(100);
      }
    }
  }

  @Test
  void leavesTheReportThatAnotherWorkerSigned() {
    String tenant = doomed.tenant("");
    UUID id = doomed.id(tenant);
    doomed.ok(
        202,
        doomed.change("DELETE", Doomed.path(tenant), "{\"confirm\":\"%s\"}".formatted(tenant)));
    DeletionWork worker =
        worker(InstantSource.offset(InstantSource.system(), Duration.ofDays(8)), false);
    Deletion open = newest(id);
    worker.work(id, id);
    SignedReport first = report(id);

    server.get(DeletionReports.class).complete(open);
    worker.work(id, id);

    assertThat(report(id)).isEqualTo(first);
  }

  @Test
  void saysThatAStepFailedAndTriesItAgain() {
    String tenant = doomed.tenant("");
    UUID id = doomed.id(tenant);
    doomed.ok(
        202,
        doomed.change("DELETE", Doomed.path(tenant), "{\"confirm\":\"%s\"}".formatted(tenant)));
    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofDays(8));
    // No such claim can be given back: the counters of a tenant above have lost count.
    doomed.write(
        "insert into quota_counter (tenant_id, resource, scope, amount_limit, used) values (?, 'pods', 'all', 9, 0)",
        id);
    doomed.write(
        "insert into quota_claim (tenant_id, holder_id, cpus, memory, disk, pods) values (?, ?, 0, 0, 0, 1)",
        id,
        id);

    assertThatThrownBy(() -> worker(later, false).work(id, id))
        .isInstanceOf(RuntimeException.class);
    assertThat(admin.json(Doomed.path(tenant) + "/deletion").toString())
        .contains("QUOTAS of", "It failed (", "is tried again");

    doomed.write("update quota_counter set used = 1 where tenant_id = ?", id);
    worker(later, false).work(id, id);
    assertThat(newest(id).state()).isEqualTo(Deletion.State.DONE);
  }

  @Test
  void refusesAnActionTwiceAndASetThatIsNotWhole() {
    StepAction one = server.get(KeysStep.class);

    assertThatThrownBy(() -> RowSteps.byKind(List.of(one, one))).hasMessageContaining("KEYS");
    assertThatThrownBy(() -> RowSteps.byKind(List.of(one))).hasMessageContaining("Only these");
  }

  private static Deletion newest(UUID tenant) {
    return server
        .get(Scopes.class)
        .asSystem(
            dev.meridian.tenancy.SystemJob.TENANT_ADMINISTRATION,
            () -> server.get(DeletionRows.class).newestOf(tenant))
        .orElseThrow();
  }

  private static SignedReport report(UUID tenant) {
    UUID deletion = newest(tenant).id();
    return server
        .get(Scopes.class)
        .asSystem(
            dev.meridian.tenancy.SystemJob.TENANT_ADMINISTRATION,
            () -> server.get(DeletionRows.class).report(deletion))
        .orElseThrow();
  }

  private static String state(String tenant) {
    return admin.json(Doomed.path(tenant) + "/deletion").path("state").asString();
  }
}
