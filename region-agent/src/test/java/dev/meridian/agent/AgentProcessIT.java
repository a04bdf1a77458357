package dev.meridian.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.link.ScriptedControlPlane;
import dev.meridian.agent.secret.MemoryFolder;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent as people start it: its jar in a process of its own. */
class AgentProcessIT {
  private static final java.time.Duration SOON = java.time.Duration.ofSeconds(40);
  private static final int PODS = 20;
  private static final long BUDGET_KIB = 110 << 10;

  private Path data;
  private ScriptedControlPlane plane;
  private Process agent;

  @BeforeEach
  void begin() throws Exception {
    data = Files.createTempDirectory("meridian-process").toRealPath();
    plane = new ScriptedControlPlane("cp-1");
    agent = start();
  }

  private Process start() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            java(
                "--data-dir",
                data.toString(),
                "--control-plane",
                "127.0.0.1:" + plane.port(),
                "--name",
                "node-1"));
    builder.environment().put("MERIDIAN_JOIN_TOKEN", plane.token());
    return builder.redirectError(data.resolve("agent.err").toFile()).start();
  }

  private static List<String> java(String... arguments) throws Exception {
    Path jar;
    try (var files = Files.newDirectoryStream(Path.of("target"), "region-agent-*.jar")) {
      jar = files.iterator().next();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@jvm.options",
                "-jar",
                jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private int stopCommand() throws Exception {
    Process stop =
        new ProcessBuilder(java("stop", "--data-dir", data.toString(), "--grace", "2"))
            .inheritIO()
            .start();
    assertThat(stop.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return stop.exitValue();
  }

  @AfterEach
  void end() throws Exception {
    stopCommand();
    agent.destroyForcibly();
    plane.close();
    Folders.remove(MemoryFolder.of(data));
    Folders.remove(data);
  }

  private List<Long> runPods() {
    await().atMost(SOON).until(plane::isConnected);
    for (int pod = 1; pod <= PODS; pod++) {
      plane.order(
          Order.newBuilder()
              .setRevision(pod)
              .setRunPod(
                  RunPod.newBuilder()
                      .setPodId("pod-" + pod)
                      .setIncarnation(1)
                      .setTenantId("tenant")
                      .setPod("hello-" + pod)
                      .addTasks(
                          Task.newBuilder()
                              .setName("server")
                              .setRun(1)
                              .setGoal(Goal.RUNNING)
                              .setKillGrace(Duration.newBuilder().setSeconds(1))
                              .setCommand("exec sleep 1000"))));
    }
    List<Long> pids = new ArrayList<>();
    for (int pod = 1; pod <= PODS; pod++) {
      String id = "pod-" + pod;
      PodStatus status =
          await()
              .atMost(SOON)
              .until(
                  () -> plane.last(id),
                  last ->
                      last != null
                          && last.getTasksCount() > 0
                          && last.getTasks(0).getState() == TaskState.TASK_RUNNING);
      pids.add(status.getTasks(0).getPid());
    }
    return pids;
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  @Test
  void staysSmallWithTwentyPods() throws Exception {
    runPods();
    long resident =
        Files.readAllLines(Path.of("/proc/" + agent.pid() + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum();
    System.out.println("agent with " + PODS + " pods: " + resident + " KiB resident");
    assertThat(resident).isLessThan(BUDGET_KIB);
  }

  @Test
  void leavesTasksAloneWhenItIsTerminatedAndStopsThemOnlyWhenTold() throws Exception {
    List<Long> pids = runPods();
    agent.destroy();
    assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pids).allMatch(AgentProcessIT::lives);
    long begun = System.nanoTime();
    long sessions = plane.sessions();
    agent = start();
    await()
        .pollInterval(java.time.Duration.ofMillis(10))
        .atMost(SOON)
        .until(() -> plane.sessions() > sessions);
    System.out.println(
        "agent connected after "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)
            + " ms with "
            + PODS
            + " pods adopted");
    assertThat(Files.readAllLines(data.resolve("launches.log"))).hasSize(PODS);

    agent.destroyForcibly();
    assertThat(stopCommand()).isZero();

    await().atMost(SOON).until(() -> pids.stream().noneMatch(AgentProcessIT::lives));
  }

  @Test
  void refusesASecondAgentOnOneIdentity() throws Exception {
    await().atMost(SOON).until(plane::isConnected);
    long sessions = plane.sessions();

    Process second = start();

    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(data.resolve("agent.err"))
        .content()
        .contains("another agent runs on " + data)
        .contains("--data-dir");
    assertThat(plane.sessions()).as("the first keeps its session").isEqualTo(sessions);
  }
}
