package dev.meridian.controlplane.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.PodSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.parse.SpecParser;
import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RestorationTest {
  private static final long MIB = 1024L * 1024;
  private static final Instant END = Instant.parse("2026-11-30T00:00:00Z");
  private static final UUID HERE = Ids.next();
  private static final UUID THERE = Ids.next();
  private static final ServiceSpec SPEC =
      SpecParser.parse(
              """
              name: music
              pods:
                store:
                  count: 2
                  volumes:
                    data: {path: data, type: ROOT, size: 64}
                    log: {path: log, type: ROOT, size: 32}
                  tasks:
                    server: {goal: RUNNING, cmd: run, cpus: 0.1, memory: 32}
              """,
              Map.of())
          .spec()
          .orElseThrow();
  private static final PodSpec STORE = Objects.requireNonNull(SPEC.pods().get("store"));

  private static KeptVolume kept(String pod, String path, int mib, UUID node, int daysLeft) {
    return new KeptVolume(
        Ids.next(), pod, path, mib * MIB, node, "node", END.plus(Duration.ofDays(daysLeft)));
  }

  @Test
  void takesTheNewestOfEachPathAndLeavesWhatIsOlder() {
    KeptVolume older = kept("store-0", "data", 64, HERE, 1);
    KeptVolume newer = kept("store-0", "data", 64, HERE, 5);
    KeptVolume other = kept("store-1", "data", 64, THERE, 1);

    assertThat(Restoration.of(SPEC, List.of(older, newer, other)).volumes())
        .containsExactly(newer, other);
    assertThat(Restoration.of(SPEC, List.of(newer, other, older)).volumes())
        .as("in any order")
        .containsExactly(newer, other);
  }

  @Test
  void takesForOnePodOnlyWhatIsOnTheNodeOfItsNewest() {
    KeptVolume newest = kept("store-0", "data", 64, THERE, 5);
    KeptVolume elsewhere = kept("store-0", "log", 32, HERE, 1);
    KeptVolume beside = kept("store-0", "log", 32, THERE, 0);

    assertThat(Restoration.of(SPEC, List.of(elsewhere, newest, beside)).volumes())
        .containsExactlyInAnyOrder(newest, beside);
    assertThat(Restoration.of(SPEC, List.of(elsewhere, newest)).pin(STORE, 0).node())
        .isEqualTo(THERE);
  }

  @Test
  void leavesWhatNoPodOfTheNewInstanceWants() {
    assertThat(
            Restoration.of(
                    SPEC,
                    List.of(
                        kept("store-2", "data", 64, HERE, 1),
                        kept("store-0", "cache", 64, HERE, 1),
                        kept("other-0", "data", 64, HERE, 1)))
                .volumes())
        .isEmpty();
  }

  @Test
  void countsWhatIsRestoredOnceAndALargerVolumeWithAllOfItsSize() {
    Restoration restored =
        Restoration.of(
            SPEC,
            List.of(kept("store-0", "data", 100, HERE, 1), kept("store-1", "data", 16, HERE, 1)));

    assertThat(restored.claimedAlready(SPEC))
        .as("the rest of the larger one stays under its own claim")
        .isEqualTo(Amounts.ofVolumes(2, (64 + 16) * MIB));
    assertThat(restored.pin(STORE, 0)).isEqualTo(new Pin(HERE, 36 * MIB, 100 * MIB));
    assertThat(restored.pin(STORE, 1)).isEqualTo(new Pin(HERE, 0, 16 * MIB));
  }

  @Test
  void leavesAPodThatHadNothingFree() {
    Restoration restored = Restoration.of(SPEC, List.of(kept("store-1", "log", 32, HERE, 1)));
    assertThat(restored.pin(STORE, 0)).isEqualTo(Pin.NONE);
  }
}
