package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.plans.World.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kept volumes that an install was promised. */
class RestoredVolumesTest {
  private static final String SPEC =
      """
      name: music
      pods:
        broker:
          count: 1
          tasks:
            server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
      """;

  @Test
  void restoresKeptVolumesWithThePlaceAndNotBefore() {
    Simulation simulation = new Simulation(SPEC);
    simulation.promised();
    simulation.reconcile();
    assertThat(simulation.volumeStates()).containsExactly(World.Volume.State.KEPT);
    simulation.place();
    List<Effect> effects = simulation.reconcile();
    assertThat(effects.getFirst()).isInstanceOf(Effect.RestoreVolumes.class);
    assertThat(effects).filteredOn(e -> e instanceof Effect.RestoreVolumes).hasSize(1);
    assertThat(simulation.volumeStates()).containsExactly(World.Volume.State.READY);
  }

  @Test
  void refusedInstallLeavesTheVolumesThatItWasToRestoreAsTheyWere() {
    Simulation simulation = new Simulation(SPEC);
    simulation.promised();
    simulation.reconcile();
    simulation.refuse("node hq-1 is away");
    assertThat(simulation.reconcile())
        .contains(new Effect.ReleaseQuota())
        .noneMatch(e -> e instanceof Effect.RestoreVolumes || e instanceof Effect.KeepVolumes);
    assertThat(simulation.volumeStates()).containsExactly(World.Volume.State.KEPT);
  }

  @Test
  void uninstallOfAWaitingInstanceKeepsWhatItWasToRestoreOrDestroysItWithItsData() {
    for (boolean deleteData : List.of(false, true)) {
      Simulation simulation = new Simulation(SPEC);
      simulation.promised();
      simulation.reconcile();
      simulation.uninstall(deleteData);
      assertThat(simulation.reconcile())
          .anyMatch(
              e ->
                  deleteData ? e instanceof Effect.DestroyVolumes : e instanceof Effect.KeepVolumes)
          .noneMatch(e -> e instanceof Effect.RestoreVolumes);
      simulation.volumesDestroyed();
      simulation.reconcile();
      assertThat(simulation.instance().state()).isEqualTo(Instance.State.UNINSTALLED);
    }
  }
}
