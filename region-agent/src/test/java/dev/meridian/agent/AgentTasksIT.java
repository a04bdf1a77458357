package dev.meridian.agent;

import static dev.meridian.agent.RunningAgent.SOON;
import static dev.meridian.agent.TestOrders.lives;
import static dev.meridian.agent.TestOrders.pod;
import static dev.meridian.agent.TestOrders.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.Check;
import dev.meridian.protocol.v1.ConfigFile;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.Port;
import dev.meridian.protocol.v1.ReadLog;
import dev.meridian.protocol.v1.SecretFile;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import dev.meridian.protocol.v1.TransferRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an agent does with the tasks of a pod. */
class AgentTasksIT {
  @RegisterExtension final RunningAgent node = new RunningAgent();

  @Test
  void runsReportsAndRemovesAPod() throws Exception {
    node.run(pod(1, task("server", "echo hello; exec sleep 1000")));
    TaskStatus running = node.awaitTask("server", TaskState.TASK_RUNNING);
    assertThat(lives(running.getPid())).isTrue();
    assertThat(node.plane().heard(AgentMessage::hasOrdersTaken)).isTrue();
    Path log = node.data().resolve("logs/pod-1/server.stdout");
    await().atMost(SOON).until(() -> Files.readString(log).equals("hello\n"));

    node.remove(1);
    await().atMost(SOON).until(() -> node.isRemoved(1));
    assertThat(lives(running.getPid())).isFalse();
    assertThat(node.data().resolve("sandboxes/pod-1-1")).doesNotExist();
  }

  @Test
  void startsOnlyTheAddedTaskOfTheSameIncarnation() throws Exception {
    node.run(pod(1, task("one", "exec sleep 1000")));
    long pid = node.awaitTask("one", TaskState.TASK_RUNNING).getPid();

    node.run(pod(1, task("one", "exec sleep 1000"), task("two", "exec sleep 1000")));
    node.awaitTask("two", TaskState.TASK_RUNNING);

    assertThat(node.awaitTask("one", TaskState.TASK_RUNNING).getPid()).isEqualTo(pid);
    assertThat(node.launches()).isEqualTo(2);
  }

  @Test
  void aFailedEssentialTaskRestartsItsSiblings() throws Exception {
    node.run(pod(1, task("main", "exec sleep 1000"), task("side", "exec sleep 1000")));
    long main = node.awaitTask("main", TaskState.TASK_RUNNING).getPid();
    long side = node.awaitTask("side", TaskState.TASK_RUNNING).getPid();

    ProcessHandle.of(main).orElseThrow().destroyForcibly();

    await().atMost(SOON).until(() -> node.launches() == 4);
    assertThat(lives(side)).isFalse();
  }

  @Test
  void aFailedSideTaskRestartsAlone() throws Exception {
    node.run(
        pod(
            1,
            task("main", "exec sleep 1000"),
            task("side", "exec sleep 1000").setEssential(false)));
    long main = node.awaitTask("main", TaskState.TASK_RUNNING).getPid();
    long side = node.awaitTask("side", TaskState.TASK_RUNNING).getPid();

    ProcessHandle.of(side).orElseThrow().destroyForcibly();

    await().atMost(SOON).until(() -> node.launches() == 3);
    assertThat(lives(main)).isTrue();
  }

  @Test
  void waitsForAPortThatAStrangerHolds() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      node.run(
          pod(1, task("server", "exec sleep 1000"))
              .addPorts(Port.newBuilder().setName("http").setNumber(stranger.getLocalPort())));
      PodStatus waiting = node.awaitState(PodState.POD_WAITING);
      assertThat(waiting.getTakenPortsList()).containsExactly(stranger.getLocalPort());
      assertThat(waiting.getReason()).contains("port " + stranger.getLocalPort());
    }
    node.awaitTask("server", TaskState.TASK_RUNNING);
  }

  @Test
  void rendersConfigsAndNamesEveryMissingVariable() throws Exception {
    Task.Builder good =
        task("good", "exec sleep 1000")
            .putEnvironment("NAME", "world")
            .addConfigs(
                ConfigFile.newBuilder()
                    .setName("c")
                    .setDestination("conf/app.conf")
                    .setTemplate("hello {{NAME}} & more\n"));
    Task.Builder bad =
        task("bad", "exec sleep 1000")
            .addConfigs(
                ConfigFile.newBuilder()
                    .setName("d")
                    .setDestination("x")
                    .setTemplate("{{A}}\n{{B}}\n"));
    node.run(pod(1, good, bad));

    node.awaitTask("good", TaskState.TASK_RUNNING);
    assertThat(node.awaitTask("bad", TaskState.TASK_ERROR).getMessage())
        .contains("A (line 1)", "B (line 2)");
    assertThat(node.data().resolve("sandboxes/pod-1-1/work/conf/app.conf"))
        .hasContent("hello world & more\n");
  }

  @Test
  void keepsSecretsOffTheDisk() throws Exception {
    node.run(
        pod(
                1,
                task("server", "cat certs/key; exec sleep 1000")
                    .addConfigs(
                        ConfigFile.newBuilder()
                            .setName("c")
                            .setDestination("app.conf")
                            .setTemplate("p={{PASSWORD}}")))
            .addSecretFiles(
                SecretFile.newBuilder()
                    .setFile("certs/key")
                    .setContent(ByteString.copyFromUtf8("filesecret\n")))
            .putSecretEnvironment("PASSWORD", "envsecret"));
    node.awaitTask("server", TaskState.TASK_RUNNING);
    Path log = node.data().resolve("logs/pod-1/server.stdout");
    await().atMost(SOON).until(() -> Files.readString(log).equals("filesecret\n"));
    Files.delete(log);

    assertThat(node.data().resolve("sandboxes/pod-1-1/work/app.conf")).hasContent("p=envsecret");
    try (var files = Files.walk(node.data())) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !Files.isSymbolicLink(file)))
          .allSatisfy(
              file ->
                  assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                      .doesNotContain("filesecret", "envsecret"));
    }
  }

  @Test
  void tellsReadinessAndRestartsTheUnhealthy() throws Exception {
    Check.Builder check =
        Check.newBuilder()
            .setInterval(Duration.newBuilder().setNanos(100_000_000))
            .setMaxConsecutiveFailures(2);
    node.run(
        pod(
            1,
            task("server", "touch ok; exec sleep 1000")
                .setReadinessCheck(check.clone().setCommand("test -e \"$MERIDIAN_SANDBOX/ok\""))
                .setHealthCheck(check.clone().setCommand("test -e ok"))));
    await().atMost(SOON).until(() -> node.awaitTask("server", TaskState.TASK_RUNNING).getReady());

    Files.delete(node.data().resolve("sandboxes/pod-1-1/work/ok"));

    await().atMost(SOON).until(() -> node.launches() == 2);
    assertThat(
            node.plane()
                .statuses("pod-1")
                .flatMap(status -> status.getTasksList().stream())
                .map(TaskStatus::getMessage))
        .anyMatch(message -> message.contains("health check failed 2 times"));
  }

  @Test
  void readsAndFollowsALog() throws Exception {
    node.run(
        pod(
            1,
            task(
                "server",
                "for i in 1 2 3; do echo line $i; done; until test -e go; do sleep 0.1; done;"
                    + " echo last; exec sleep 100")));
    node.awaitTask("server", TaskState.TASK_RUNNING);
    Path log = node.data().resolve("logs/pod-1/server.stdout");
    await().atMost(SOON).until(() -> Files.readAllLines(log).size() == 3);
    await().atMost(SOON).until(node.plane()::servesLogs);
    long number =
        node.plane()
            .ask(
                TransferRequest.newBuilder()
                    .setReadLog(
                        ReadLog.newBuilder()
                            .setPodId("pod-1")
                            .setTask("server")
                            .setStream("stdout")
                            .setTailLines(2)
                            .setFollow(true)));
    awaitLog(number, "line 2\nline 3\n");
    Files.createFile(node.data().resolve("sandboxes/pod-1-1/work/go"));
    awaitLog(number, "line 2\nline 3\nlast\n");
    long unknown =
        node.plane()
            .ask(
                TransferRequest.newBuilder()
                    .setReadLog(
                        ReadLog.newBuilder().setPodId("none").setTask("x").setStream("stdout")));
    await().atMost(SOON).until(() -> node.plane().logEnds.containsKey(unknown));
    assertThat(node.plane().logEnds.get(unknown)).contains("has not run on this node");
  }

  private void awaitLog(long number, String text) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(String.valueOf(node.plane().logs.get(number))).isEqualTo(text));
  }

  @Test
  void asksForReadinessAgainSoonAlsoWhenTheIntervalIsLong() {
    node.run(
        pod(
            1,
            task("server", "sleep 0.3; touch ok; exec sleep 1000")
                .setReadinessCheck(
                    Check.newBuilder()
                        .setInterval(Duration.newBuilder().setSeconds(600))
                        .setCommand("test -e ok"))));

    await().atMost(SOON).until(() -> node.awaitTask("server", TaskState.TASK_RUNNING).getReady());
  }
}
