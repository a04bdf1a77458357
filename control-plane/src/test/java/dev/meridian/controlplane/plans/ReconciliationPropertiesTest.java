package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever happens in whatever order: nothing is launched twice, every wait has a reason, and no
 * volume is without somebody who looks after it.
 */
class ReconciliationPropertiesTest {
  private static final String SPEC =
      """
      name: music
      pods:
        broker:
          count: 2
          tasks:
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
        proxy:
          count: 1
          tasks:
            init: {goal: ONCE, cmd: init, cpus: 0.1, memory: 32}
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
      """;

  private enum Happening {
    PLACED,
    REFUSED,
    VOLUME_MADE,
    TASK_READY,
    TASK_UNREADY,
    TASK_FAILED,
    STAGING,
    AGENT_LOST,
    AGENT_BACK,
    PEERS_CHANGED,
    UNINSTALL,
    UNINSTALL_WITH_DATA,
    REMOVAL_CONFIRMED,
    VOLUMES_DESTROYED
  }

  private record Event(Happening what, String pod) {}

  @Provide
  Arbitrary<List<Event>> histories() {
    return net.jqwik.api.Combinators.combine(
            Arbitraries.of(Happening.class), Arbitraries.of("broker-0", "broker-1", "proxy-0"))
        .as(Event::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void nothingIsLaunchedTwiceAndEveryWaitHasAReason(@ForAll("histories") List<Event> history) {
    Simulation simulation = new Simulation(SPEC);
    simulation.promised();
    simulation.reconcile();
    int digest = 0;
    for (Event event : history) {
      boolean gone = simulation.instance().state() == World.Instance.State.UNINSTALLED;
      boolean launched = simulation.pod(event.pod()).incarnation() > 0;
      switch (event.what()) {
        case PLACED -> {
          if (simulation.world().places().isEmpty() && !gone) {
            simulation.place();
          }
        }
        case REFUSED -> {
          if (simulation.world().places().isEmpty() && !gone) {
            simulation.refuse("no room");
          }
        }
        case VOLUME_MADE -> {
          if (launched && !gone) {
            simulation.volume(event.pod());
          }
        }
        case TASK_READY -> observe(simulation, event.pod(), launched, "RUNNING", true);
        case TASK_UNREADY -> observe(simulation, event.pod(), launched, "RUNNING", false);
        case TASK_FAILED -> observe(simulation, event.pod(), launched, "FAILED", false);
        case STAGING -> {
          if (launched) {
            simulation.observe(event.pod(), "STAGING", "fetching artifacts", List.of());
          }
        }
        case AGENT_LOST -> simulation.connected(event.pod(), false);
        case AGENT_BACK -> simulation.connected(event.pod(), true);
        case PEERS_CHANGED -> {
          if (!simulation.world().places().isEmpty()) {
            simulation.peersChanged("peers-" + ++digest);
          }
        }
        case UNINSTALL -> {
          if (!gone) {
            simulation.uninstall(false);
          }
        }
        case UNINSTALL_WITH_DATA -> {
          if (!gone) {
            simulation.uninstall(true);
          }
        }
        case VOLUMES_DESTROYED -> simulation.volumesDestroyed();
        case REMOVAL_CONFIRMED -> {
          if (simulation.pod(event.pod()).state() == Pod.State.STOPPING) {
            simulation.confirmRemoval(event.pod());
          }
        }
      }
      List<Effect> effects = simulation.reconcile();
      if (gone) {
        assertThat(effects).as("an uninstalled instance does nothing").isEmpty();
      }
      assertThat(simulation.world().plans())
          .flatExtracting(Plan::steps)
          .filteredOn(s -> !s.complete())
          .allSatisfy(s -> assertThat(s.reason()).as(s.name()).isNotBlank());
      assertThat(simulation.instance().reason()).isNotBlank();
      everyVolumeIsLookedAfter(simulation);
    }
    // The proxy's second task is added to its incarnation by an order that repeats the incarnation.
    List<String> brokers =
        simulation.launches.stream().filter(l -> l.startsWith("broker")).toList();
    assertThat(new HashSet<>(brokers)).hasSameSizeAs(brokers);
  }

  /** One that no live instance uses is kept, with an end and a claim, or its end was ordered. */
  private static void everyVolumeIsLookedAfter(Simulation simulation) {
    boolean placed = !simulation.world().places().isEmpty();
    if (simulation.instance().state() == World.Instance.State.UNINSTALLED) {
      assertThat(simulation.volumeStates())
          .as("what an instance that is gone left")
          .isSubsetOf(
              World.Volume.State.KEPT, World.Volume.State.DESTROYING, World.Volume.State.DESTROYED);
    } else if (placed && simulation.instance().state() != World.Instance.State.UNINSTALLING) {
      assertThat(simulation.volumeStates())
          .as("what a placed instance was promised is its own")
          .containsOnly(World.Volume.State.READY);
    } else if (!placed && simulation.instance().state() == World.Instance.State.WAITING) {
      assertThat(simulation.volumeStates())
          .as("what an instance without a place was promised is kept still")
          .containsOnly(World.Volume.State.KEPT);
    }
  }

  private static void observe(
      Simulation simulation, String pod, boolean launched, String state, boolean ready) {
    if (launched) {
      simulation.observeTasks(pod, state, ready);
    }
  }
}
