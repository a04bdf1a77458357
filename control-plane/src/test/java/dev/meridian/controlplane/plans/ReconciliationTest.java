package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.plans.World.Instance;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private static final String SERIAL =
      """
      name: music
      pods:
        broker:
          count: 3
          tasks:
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
      """;
  private static final String PARALLEL =
      SERIAL
          + """
          plans:
            deploy:
              strategy: serial
              phases:
                brokers: {pod: broker, strategy: parallel}
          """;
  private static final String INIT_THEN_SERVER =
      """
      name: music
      pods:
        node:
          count: 1
          tasks:
            init: {goal: ONCE, cmd: init, cpus: 0.1, memory: 32}
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
      plans:
        deploy:
          strategy: serial
          phases:
            node:
              pod: node
              strategy: serial
              steps:
                - default: [[init], [server]]
      """;

  private static final String WITH_SECRET =
      """
      name: music
      pods:
        broker:
          count: 2
          secrets:
            password: {secret: password, env-key: PASSWORD}
          tasks:
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
        plain:
          count: 1
          tasks:
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
      """;

  private static Simulation installed(String spec) {
    Simulation simulation = new Simulation(spec);
    simulation.reconcile();
    simulation.place();
    simulation.reconcile();
    return simulation;
  }

  private static Simulation running() {
    Simulation simulation = installed(PARALLEL);
    for (String pod : List.of("broker-0", "broker-1", "broker-2")) {
      simulation.observeTasks(pod, "RUNNING", true);
    }
    simulation.reconcile();
    return simulation;
  }

  @Test
  void asksForTheWholeFootprintBeforeAnythingStarts() {
    Simulation simulation = new Simulation(SERIAL);
    List<Effect> effects = simulation.reconcile();
    assertThat(effects).containsExactly(new Effect.AskPlacement());
    assertThat(simulation.launches).isEmpty();
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.WAITING);
  }

  @Test
  void serialPhaseStartsTheNextPodOnlyWhenTheOneBeforeIsReady() {
    Simulation simulation = installed(SERIAL);
    assertThat(simulation.launches).containsExactly("broker-0/1");
    simulation.observeTasks("broker-0", "RUNNING", false);
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/1");
    assertThat(simulation.instance().reason()).contains("not ready yet").contains("0 of 3 done");
    simulation.observeTasks("broker-0", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/1", "broker-1/1");
  }

  @Test
  void parallelPhaseStartsAllPodsAtOnce() {
    assertThat(installed(PARALLEL).launches)
        .containsExactlyInAnyOrder("broker-0/1", "broker-1/1", "broker-2/1");
  }

  @Test
  void stepsOfOnePodAddTasksToTheSameIncarnation() {
    Simulation simulation = installed(INIT_THEN_SERVER);
    assertThat(simulation.pod("node-0").launched())
        .containsExactly(new Pod.LaunchedTask("init", 1));
    simulation.observeTasks("node-0", "FINISHED", false);
    simulation.reconcile();
    assertThat(simulation.pod("node-0").incarnation()).isEqualTo(1);
    assertThat(simulation.pod("node-0").launched())
        .containsExactly(new Pod.LaunchedTask("init", 1), new Pod.LaunchedTask("server", 1));
  }

  @Test
  void isRunningWhenEveryPodIsReady() {
    Simulation simulation = running();
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.RUNNING);
    assertThat(simulation.plan(Plan.DEPLOY).status()).isEqualTo(Status.COMPLETE);
    assertThat(simulation.plan(Plan.DEPLOY).completedAt()).isNotNull();
  }

  @Test
  void refusedPlacementGivesEverythingBack() {
    Simulation simulation = new Simulation(SERIAL);
    simulation.reconcile();
    simulation.refuse("no node has 64 cores");
    List<Effect> effects = simulation.reconcile();
    assertThat(effects).contains(new Effect.ReleaseQuota(), new Effect.ReleasePlacement());
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.UNINSTALLED);
    assertThat(simulation.instance().reason()).contains("no node has 64 cores");
  }

  @Test
  void failedTaskOfACompleteStepIsFollowedByTheRecoveryPlan() {
    Simulation simulation = running();
    simulation.observeTasks("broker-1", "FAILED", false);
    simulation.reconcile();
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.DEGRADED);
    assertThat(simulation.instance().reason()).contains("broker-1").contains("exit code 1");
    assertThat(simulation.plan(Plan.RECOVERY).status()).isEqualTo(Status.DELAYED);
    simulation.observeTasks("broker-1", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.plan(Plan.RECOVERY).status()).isEqualTo(Status.COMPLETE);
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.RUNNING);
    assertThat(simulation.launches).as("the agent restarts in place").hasSize(3);
  }

  @Test
  void lostAgentIsToldButNothingIsLaunchedElsewhere() {
    Simulation simulation = running();
    simulation.connected("broker-2", false);
    List<Effect> effects = simulation.reconcile();
    assertThat(effects).isEmpty();
    assertThat(simulation.pod("broker-2").state()).isEqualTo(Pod.State.LOST);
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.DEGRADED);
    simulation.connected("broker-2", true);
    simulation.reconcile();
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.RUNNING);
  }

  @Test
  void strangersPortIsReReservedAndThePodLaunchedAnewByAStepThatSaysSo() {
    Simulation simulation = installed(PARALLEL);
    int port = simulation.clientPort("broker-0");
    simulation.observe("broker-0", "WAITING", "port taken", List.of(port));
    List<Effect> effects = simulation.reconcile();
    assertThat(effects)
        .containsExactly(new Effect.ReReservePorts(simulation.pod("broker-0").id(), Set.of(port)));
    simulation.peersChanged("peers-1");
    simulation.reconcile();
    assertThat(simulation.pod("broker-0").incarnation()).isEqualTo(2);
  }

  @Test
  void podsThatServeAreToldNewPortsOneAfterTheOtherByStepsThatSaySo() {
    Simulation simulation = running();
    simulation.peersChanged("peers-1");
    simulation.reconcile();
    assertThat(simulation.launches).contains("broker-0/2");
    assertThat(simulation.launches).doesNotContain("broker-1/2", "broker-2/2");
    Phase phase = simulation.findPlan(Plan.RECOVERY).orElseThrow().phases().getFirst();
    assertThat(phase.name()).isEqualTo(Reconciliation.NEW_PORTS);
    assertThat(phase.steps())
        .hasSize(3)
        .filteredOn(step -> !step.begun())
        .allSatisfy(step -> assertThat(step.reason()).contains("ports of the instance changed"));

    simulation.observeTasks("broker-0", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.launches).contains("broker-1/2").doesNotContain("broker-2/2");
    simulation.observeTasks("broker-1", "RUNNING", true);
    simulation.reconcile();
    simulation.observeTasks("broker-2", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.launches).contains("broker-2/2");
    assertThat(simulation.findPlan(Plan.RECOVERY).orElseThrow().complete()).isTrue();
  }

  @Test
  void podThatFailsBeforeItsTurnToHearOfNewPortsIsRepairedAtOnce() {
    Simulation simulation = running();
    simulation.peersChanged("peers-1");
    simulation.reconcile();
    simulation.observeTasks("broker-2", "FAILED", false);
    simulation.reconcile();
    assertThat(simulation.launches)
        .contains("broker-0/2", "broker-2/2")
        .doesNotContain("broker-1/2");
  }

  @Test
  void uninstallWaitsForEachAgentToConfirm() {
    Simulation simulation = running();
    simulation.volume("broker-0");
    simulation.uninstall(false);
    List<Effect> effects = simulation.reconcile();
    assertThat(effects).hasSize(3).allMatch(e -> e instanceof Effect.Remove);
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.UNINSTALLING);
    simulation.confirmRemoval("broker-0");
    simulation.confirmRemoval("broker-1");
    simulation.connected("broker-2", false);
    simulation.reconcile();
    assertThat(simulation.instance().reason()).contains("not connected").contains("2 of 3 done");
    simulation.confirmRemoval("broker-2");
    List<Effect> last = simulation.reconcile();
    assertThat(last)
        .anyMatch(e -> e instanceof Effect.KeepVolumes)
        .contains(new Effect.ReleasePlacement(), new Effect.ReleaseQuota())
        .noneMatch(e -> e instanceof Effect.DestroyVolumes);
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.UNINSTALLED);
  }

  @Test
  void deletingDataEndsOnlyWhenTheVolumesAreDestroyed() {
    Simulation simulation = running();
    simulation.volume("broker-0");
    simulation.uninstall(true);
    simulation.reconcile();
    for (String pod : List.of("broker-0", "broker-1", "broker-2")) {
      simulation.confirmRemoval(pod);
    }
    List<Effect> effects = simulation.reconcile();
    assertThat(effects).anyMatch(e -> e instanceof Effect.DestroyVolumes);
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.UNINSTALLING);
    assertThat(simulation.instance().reason()).contains("volumes");
    simulation.volumesDestroyed();
    simulation.reconcile();
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.UNINSTALLED);
  }

  @Test
  void uninstallBeforeAnythingWasLaunchedEndsAtOnce() {
    Simulation simulation = new Simulation(SERIAL);
    simulation.reconcile();
    simulation.uninstall(false);
    List<Effect> effects = simulation.reconcile();
    assertThat(effects)
        .contains(new Effect.ReleaseQuota())
        .noneMatch(e -> e instanceof Effect.Remove);
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.UNINSTALLED);
  }

  @Test
  void everyIncompleteStepSaysWhatItWaitsFor() {
    Simulation simulation = installed(SERIAL);
    assertThat(simulation.plan(Plan.DEPLOY).steps())
        .filteredOn(s -> !s.complete())
        .allSatisfy(s -> assertThat(s.reason()).isNotBlank());
  }

  @Test
  void rollsPodsOneByOneWhenASecretOfTheirsIsRotated() {
    Simulation simulation = new Simulation(WITH_SECRET);
    simulation.secretIs("password", 1);
    simulation.secretIs("other", 1);
    simulation.reconcile();
    simulation.place();
    simulation.reconcile();
    for (String pod : List.of("broker-0", "broker-1", "plain-0")) {
      simulation.observeTasks(pod, "RUNNING", true);
      simulation.reconcile();
    }
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.RUNNING);
    simulation.launches.clear();

    simulation.secretIs("other", 2);
    simulation.reconcile();
    assertThat(simulation.launches).as("nobody names that secret").isEmpty();

    simulation.secretIs("password", 2);
    simulation.reconcile();
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/2");
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.UPDATING);

    simulation.observeTasks("broker-0", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-0/2", "broker-1/2");

    simulation.observeTasks("broker-1", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.instance().state()).isEqualTo(Instance.State.RUNNING);
    assertThat(simulation.launches).containsExactly("broker-0/2", "broker-1/2");
  }

  @Test
  void givesAPodThatWaitsForItsTurnTheNewestVersionOnce() {
    Simulation simulation = new Simulation(WITH_SECRET);
    simulation.secretIs("password", 1);
    simulation.reconcile();
    simulation.place();
    simulation.reconcile();
    simulation.secretIs("password", 2);
    simulation.observeTasks("broker-0", "RUNNING", true);
    simulation.reconcile();
    simulation.reconcile();

    assertThat(simulation.launches).containsExactly("broker-0/1", "broker-0/2");
  }

  @Test
  void saysThatAPodWaitsForItsSecretsAndGoesOnWhenTheyOpen() {
    Simulation simulation = new Simulation(WITH_SECRET);
    simulation.secretIs("password", 1);
    simulation.reconcile();
    simulation.place();
    simulation.reconcile();

    simulation.held("broker-0", "the key-encryption key cannot be used now");
    simulation.reconcile();
    assertThat(simulation.instance().reason())
        .contains("broker-0")
        .contains("waits for its secrets: the key-encryption key cannot be used now");

    simulation.held("broker-0", "");
    simulation.observeTasks("broker-0", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.instance().reason()).doesNotContain("waits for its secrets");
    assertThat(simulation.launches).containsOnlyOnce("broker-0/1");
  }

  @Test
  void rollsAPodAgainWhoseSecretChangedAfterItsTurn() {
    Simulation simulation = new Simulation(WITH_SECRET);
    simulation.secretIs("password", 1);
    simulation.reconcile();
    simulation.place();
    simulation.reconcile();
    for (String pod : List.of("broker-0", "broker-1", "plain-0")) {
      simulation.observeTasks(pod, "RUNNING", true);
      simulation.reconcile();
    }
    simulation.secretIs("password", 2);
    simulation.reconcile();
    simulation.observeTasks("broker-0", "RUNNING", true);
    simulation.reconcile();
    assertThat(simulation.launches).endsWith("broker-0/2", "broker-1/2");
    simulation.launches.clear();

    simulation.secretIs("password", 3);
    simulation.reconcile();
    assertThat(simulation.launches).containsExactly("broker-1/3");
    simulation.observeTasks("broker-1", "RUNNING", true);
    simulation.look();

    assertThat(simulation.launches)
        .as("in the look that completes the plan: nothing else may happen for long")
        .containsExactly("broker-1/3", "broker-0/3");
  }
}
