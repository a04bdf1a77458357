package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.maintenance.MaintenanceRule;
import dev.meridian.controlplane.maintenance.MaintenanceWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Time starts on a Thursday at midnight UTC; the window opens three days and an hour later. */
class UpdatesInWindowsTest {
  private static final String SPEC =
      """
      name: music
      pods:
        broker:
          count: 2
          secrets:
            password: {secret: password, env-key: PASSWORD}
          tasks:
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
        other:
          count: 1
          secrets:
            key: {secret: key, env-key: KEY}
          tasks:
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
      """;
  private static final MaintenanceRule SUNDAYS =
      new MaintenanceRule(
          "acme/streams",
          List.of(
              new MaintenanceWindow(
                  Set.of(DayOfWeek.SUNDAY),
                  LocalTime.of(2, 0),
                  Duration.ofHours(1),
                  ZoneId.of("Europe/Paris"))));
  private static final Duration UNTIL_IT_OPENS = Duration.ofHours(73);

  private final Simulation simulation = new Simulation(SPEC);

  private void run(MaintenanceRule rule) {
    simulation.maintenanceIs(rule);
    simulation.secretIs("password", 1);
    simulation.secretIs("key", 1);
    simulation.reconcile();
    simulation.place();
    simulation.reconcile();
    ready("broker-0", "broker-1", "other-0");
  }

  private void ready(String... pods) {
    for (String pod : pods) {
      simulation.observeTasks(pod, "RUNNING", true);
      simulation.reconcile();
    }
  }

  private void rotated() {
    run(SUNDAYS);
    simulation.launches.clear();
    simulation.secretIs("password", 2);
    simulation.reconcile();
  }

  @Test
  void installsWithoutWaiting() {
    run(SUNDAYS);
    assertThat(simulation.instance().state()).isEqualTo(World.Instance.State.RUNNING);
  }

  @Test
  void keepsAnUpdateUntilTheWindowOpensAndSaysSo() {
    rotated();

    assertThat(simulation.launches).isEmpty();
    assertThat(simulation.plan(Plan.UPDATE).status()).isEqualTo(Status.PENDING);
    assertThat(simulation.plan(Plan.UPDATE).heldUntil())
        .contains(Instant.parse("2026-01-04T01:00:00Z"));
    assertThat(simulation.instance().state()).isEqualTo(World.Instance.State.RUNNING);
    assertThat(simulation.instance().reason())
        .contains(
            "waits for the maintenance window of acme/streams, which opens Sun 4 Jan 02:00 (Europe/Paris)");

    simulation.pass(UNTIL_IT_OPENS);
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/2");
    assertThat(simulation.plan(Plan.UPDATE).heldUntil()).isEmpty();
  }

  @Test
  void finishesTheStepThatRunsWhenTheWindowClosesAndKeepsTheNext() {
    rotated();
    simulation.pass(UNTIL_IT_OPENS);
    simulation.reconcile();

    simulation.pass(Duration.ofHours(1));
    simulation.observeTasks("broker-0", "RUNNING", false);
    simulation.reconcile();
    assertThat(simulation.plan(Plan.UPDATE).status()).isEqualTo(Status.STARTED);
    ready("broker-0");

    assertThat(simulation.launches).containsExactly("broker-0/2");
    assertThat(simulation.instance().reason())
        .contains("broker-1")
        .contains("opens Sun 11 Jan")
        .contains("1 of 2 done");

    simulation.pass(Duration.ofDays(7).minusHours(1));
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/2", "broker-1/2");
  }

  @Test
  void finishesABegunStepWithTheNewestVersion() {
    rotated();
    simulation.pass(UNTIL_IT_OPENS);
    simulation.reconcile();
    simulation.pass(Duration.ofHours(1));
    simulation.secretIs("password", 3);
    simulation.reconcile();

    assertThat(simulation.launches).containsExactly("broker-0/2", "broker-0/3");
    assertThat(simulation.plan(Plan.UPDATE).steps().getFirst().status()).isEqualTo(Status.STARTING);
  }

  @Test
  void repairsAPodWhoseUpdateWaitsWithTheSecretsThatItHas() {
    rotated();
    simulation.observeTasks("broker-1", "FAILED", false);
    simulation.reconcile();

    assertThat(simulation.instance().state()).isEqualTo(World.Instance.State.DEGRADED);
    assertThat(simulation.findPlan(Plan.RECOVERY)).isPresent();
    assertThat(simulation.launches).isEmpty();

    simulation.peersChanged("peers-1");
    simulation.reconcile();
    assertThat(simulation.launches)
        .as("what has to be launched anew anyhow gets the new version")
        .contains("broker-1/2");
  }

  @Test
  void uninstallsWithoutWaiting() {
    rotated();
    simulation.uninstall(false);
    assertThat(simulation.reconcile()).hasSize(3).allMatch(e -> e instanceof Effect.Remove);
  }

  @Test
  void goesOnAtOnceWhenSomebodyAsksForItAndHasTheNextUpdateWaitAgain() {
    rotated();
    simulation.updateNow();
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/2");

    simulation.secretIs("key", 2);
    ready("broker-0", "broker-1");
    assertThat(simulation.launches)
        .as("what was rotated meanwhile follows")
        .containsExactly("broker-0/2", "broker-1/2", "other-0/2");
    ready("other-0");
    assertThat(simulation.plan(Plan.UPDATE).complete()).isTrue();

    simulation.secretIs("password", 3);
    simulation.reconcile();
    assertThat(simulation.launches).hasSize(3);
    assertThat(simulation.plan(Plan.UPDATE).heldUntil()).isPresent();
  }

  @Test
  void goesOnWhenTheWindowIsTakenAway() {
    rotated();
    simulation.maintenanceIs(MaintenanceRule.NONE);
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/2");
  }

  @Test
  void takesPodsThatAreRotatedWhileItWaitsIntoTheSameUpdate() {
    rotated();
    simulation.secretIs("key", 2);
    simulation.reconcile();
    assertThat(simulation.plan(Plan.UPDATE).steps())
        .extracting(Step::pod)
        .containsExactlyInAnyOrder(
            simulation.pod("broker-0").id(),
            simulation.pod("broker-1").id(),
            simulation.pod("other-0").id());
  }

  @Test
  void hasNothingToDoWhileItWaits() {
    rotated();
    assertThat(simulation.reconcile()).isEmpty();
    simulation.pass(Duration.ofHours(5));
    assertThat(Reconciliation.decide(simulation.world(), Simulation.START.plusSeconds(60)))
        .matches(outcome -> !outcome.changes(simulation.world()), "changes nothing");
  }
}
