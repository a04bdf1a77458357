package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static final int PODS = 4;

  @Test
  void goesOnWhereItWasAndLaunchesNothingTwice() {
    System.out.println("ControlPlaneKillIT: repeat with -Dmeridian.kill.seed=" + SEED);
    Random random = new Random(SEED);
    try (Platform platform = Platform.withThreeNodes()) {
      platform.publish("hello-world");
      for (int run = 1; run <= RUNS; run++) {
        String name = "hello-" + run;
        int delay = random.nextInt(2_500);
        boolean database = random.nextBoolean();
        String moment =
            "run %d of seed %d: %s killed %d ms after the install was accepted"
                .formatted(run, SEED, database ? "PostgreSQL" : "the control plane", delay);
        platform
            .developer()
            .run("instance", "install", name, "hello-world", "--set", "hello.count=" + PODS)
            .ok();

        killAfter(platform, delay, database);

        CommandResult plan =
            platform.developer().run("plan", "show", name, "deploy", "--watch", "--timeout", "90s");
        assertThat(plan.exitCode()).as("%s%n%s%n%s", moment, plan, platform.lastLines()).isZero();
        assertEachTaskLaunchedOnce(platform, moment, run * PODS);
      }
    }
  }

  private static void killAfter(Platform platform, int delayMillis, boolean database) {
    pause(delayMillis);
    if (database) {
      platform.controlPlane().postmaster().kill();
      // The server's children end with it; the control plane must start it again by itself, or end
      // so that whoever watches it starts both.
      pause(500);
      platform.controlPlane().running().kill();
    } else {
      platform.controlPlane().running().kill();
    }
    platform.controlPlane().start();
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
