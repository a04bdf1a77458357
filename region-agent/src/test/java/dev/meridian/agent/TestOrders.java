package dev.meridian.agent;

import com.google.protobuf.Duration;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;

/** Orders as tests need them, and what became of processes. */
final class TestOrders {
  static final String POD = "pod-1";

  private TestOrders() {}

  /** An essential task that goes on. */
  static Task.Builder task(String name, String command) {
    return Task.newBuilder()
        .setName(name)
        .setRun(1)
        .setGoal(Goal.RUNNING)
        .setEssential(true)
        .setCommand(command)
        .setKillGrace(Duration.newBuilder().setSeconds(1));
  }

  /** An incarnation of the pod of these tests, with a short back-off. */
  static RunPod.Builder pod(long incarnation, Task.Builder... tasks) {
    RunPod.Builder pod =
        RunPod.newBuilder()
            .setPodId(POD)
            .setIncarnation(incarnation)
            .setTenantId("tenant-1")
            .setInstance("hello")
            .setPod("hello-0");
    pod.getBackoffBuilder().setInitial(Duration.newBuilder().setNanos(100_000_000));
    for (Task.Builder task : tasks) {
      pod.addTasks(task);
    }
    return pod;
  }

  static boolean lives(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }
}
