package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The control plane, or its database, dies at a random moment of a deployment; the deployment goes
 * on where it was. Judged by the agents' own launch logs and the process table.
 */
@OnPlatform
class ControlPlaneKillIT {
  private static final int RUNS = Integer.getInteger("meridian.kill.runs", 5);
  private static final long SEED = Long.getLong("meridian.kill.seed", System.currentTimeMillis());
  private static final int PODS = 6;
  private static final int LATEST_MILLIS = 600;
  private static final List<String> REGIONS = List.of("hq", "edge");
  private static final List<String> NODES = List.of("hq-1", "hq-2", "edge-1");

  @Test
  void goesOnWhereItWasAndLaunchesNothingTwice(Platform platform) {
    System.out.println("ControlPlaneKillIT: repeat with -Dmeridian.kill.seed=" + SEED);
    Random random = new Random(SEED);
    int inTheMiddle = 0;
    platform.publish("hello-world");
    for (int run = 1; run <= RUNS; run++) {
      int delay = random.nextInt(LATEST_MILLIS);
      // Each in its turn, so that a few runs kill both.
      boolean database = run % 2 == 0;
      String moment =
          "run %d of seed %d: %s killed %d ms after the install was accepted"
              .formatted(run, SEED, database ? "PostgreSQL" : "the control plane", delay);
      String name = "killed-" + run;
      // After the last kill agents dial again by themselves; until then nothing can be placed.
      platform.awaitReady(NODES);
      List<Launch> earlier = platform.launches();
      String options = "{\"hello\":{\"count\":%d}}".formatted(PODS);
      Services.accepted(platform.services().ask(name, "hello-world", REGIONS, options, false));
      pause(delay);
      kill(platform, database);
      int before = launchedSince(platform, earlier).size();
      inTheMiddle += before < PODS ? 1 : 0;
      System.out.println(moment + ", " + before + " of " + PODS + " pods launched");
      awaitControlPlane(platform);

      CommandResult plan =
          platform.developer().run("plan", "show", name, "deploy", "--watch", "--timeout", "90s");
      assertThat(plan.exitCode()).as("%s%n%s%n%s", moment, plan, platform.lastLines()).isZero();
      assertEachTaskLaunchedOnce(launchedSince(platform, earlier), moment);
      // Makes room for the next; that one's kill may well hit this.
      platform.services().uninstall(name);
    }
    assertThat(inTheMiddle).as("kills in the middle of a deployment").isPositive();
  }

  private static List<Launch> launchedSince(Platform platform, List<Launch> earlier) {
    List<Launch> launches = new ArrayList<>(platform.launches());
    launches.removeAll(earlier);
    return launches;
  }

  private static void kill(Platform platform, boolean database) {
    if (database) {
      platform.controlPlane().postmaster().kill();
    } else {
      platform.controlPlane().running().kill();
    }
  }

  /**
   * The control plane starts its database again by itself, or ends; whoever watches it, as this
   * test, starts it then.
   */
  private static void awaitControlPlane(Platform platform) {
    ControlPlaneProcess controlPlane = platform.controlPlane();
    await("the control plane works or ended")
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ofSeconds(1))
        .until(
            () ->
                !controlPlane.running().alive()
                    || (controlPlane.postmasterIfAny().isPresent() && controlPlane.ready()));
    if (!controlPlane.running().alive()) {
      controlPlane.start();
    }
  }

  private static void pause(int millis) {
    long until = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() < until) {
      java.util.concurrent.locks.LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static void assertEachTaskLaunchedOnce(List<Launch> launches, String moment) {
    Map<String, Long> perTask =
        launches.stream()
            .collect(
                Collectors.groupingBy(
                    launch -> launch.podId() + "/" + launch.task(), Collectors.counting()));
    assertThat(perTask).as(moment).hasSize(PODS);
    assertThat(perTask.values()).as(moment).containsOnly(1L);
    assertThat(launches)
        .as(moment)
        .allSatisfy(
            launch ->
                assertThat(ProcessTable.leadersIn(launch.podId()))
                    .as("what runs of the pod, whatever the logs say: the task and its supervisor")
                    .extracting(ProcessTable.Entry::pid)
                    .containsExactlyInAnyOrder(
                        launch.pid(),
                        ProcessHandle.of(launch.pid()).orElseThrow().parent().orElseThrow().pid()));
  }
}
