package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The control plane, or its database, dies at a random moment of a deployment; the deployment goes
 * on where it was. Judged by the agents' own launch logs and the process table.
 */
class ControlPlaneKillIT {
  private static final int RUNS = Integer.getInteger("meridian.kill.runs", 5);
  private static final long SEED = Long.getLong("meridian.kill.seed", System.currentTimeMillis());
  private static final int PODS = 6;
  private static final int LATEST_MILLIS = 600;

  @Test
  void goesOnWhereItWasAndLaunchesNothingTwice() {
    System.out.println("ControlPlaneKillIT: repeat with -Dmeridian.kill.seed=" + SEED);
    Random random = new Random(SEED);
    int inTheMiddle = 0;
    try (Platform platform = Platform.withThreeNodes()) {
      platform.publish("hello-world");
      for (int run = 1; run <= RUNS; run++) {
        int delay = random.nextInt(LATEST_MILLIS);
        boolean database = random.nextBoolean();
        String moment =
            "run %d of seed %d: %s killed %d ms after the install was accepted"
                .formatted(run, SEED, database ? "PostgreSQL" : "the control plane", delay);
        String name = "hello-" + run;
        // After the last kill agents dial again by themselves; until then nothing can be placed.
        platform.awaitReadyNodes(3);
        install(platform, name);
        pause(delay);
        kill(platform, database);
        int before = platform.launches().size() - (run - 1) * PODS;
        inTheMiddle += before < PODS ? 1 : 0;
        System.out.println(moment + ", " + before + " of " + PODS + " pods launched");
        awaitControlPlane(platform);

        CommandResult plan =
            platform.developer().run("plan", "show", name, "deploy", "--watch", "--timeout", "90s");
        assertThat(plan.exitCode()).as("%s%n%s%n%s", moment, plan, platform.lastLines()).isZero();
        assertEachTaskLaunchedOnce(platform, moment, run * PODS);
      }
    }
    assertThat(inTheMiddle).as("kills in the middle of a deployment").isPositive();
  }

  /** Over plain HTTP, because the moment counts from the answer. */
  private static void install(Platform platform, String name) {
    platform
        .developerApi()
        .post(
            "/tenants/" + Platform.TENANT.replace("/", "~") + "/instances",
            "{\"name\":\"%s\",\"package\":\"hello-world\",\"options\":{\"hello\":{\"count\":%d}}}"
                .formatted(name, PODS))
        .expect(201);
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

  private static void assertEachTaskLaunchedOnce(Platform platform, String moment, int expected) {
    List<Launch> launches = platform.launches();
    Map<String, Long> perTask =
        launches.stream()
            .collect(
                Collectors.groupingBy(
                    launch -> launch.podId() + "/" + launch.task(), Collectors.counting()));
    assertThat(perTask).as(moment).hasSize(expected);
    assertThat(perTask.values()).as(moment).containsOnly(1L);
    assertThat(launches)
        .as(moment)
        .allSatisfy(launch -> assertThat(ProcessTable.entry(launch.pid())).isPresent());
  }
}
