package dev.meridian.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.meridian.agent.link.Endpoint;
import dev.meridian.agent.link.JoinException;
import dev.meridian.agent.link.ScriptedControlPlane;
import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.runtime.TaskReaper;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.Artifact;
import dev.meridian.protocol.v1.Check;
import dev.meridian.protocol.v1.ConfigFile;
import dev.meridian.protocol.v1.ConfirmEpoch;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.DestroyVolume;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.Port;
import dev.meridian.protocol.v1.PortRange;
import dev.meridian.protocol.v1.ReadLog;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.SecretFile;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import dev.meridian.protocol.v1.TransferRequest;
import dev.meridian.protocol.v1.Volume;
import dev.meridian.protocol.v1.VolumeState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A whole agent with real processes, against a control plane that follows a script over TLS. Long
 * because every rule needs the same running pair and the same orders; it is to be split by topic
 * (recovery, volumes, adoption) once that set-up is a class of its own.
 */
class AgentIT {
  private static final java.time.Duration SOON = java.time.Duration.ofSeconds(20);

  private final AtomicLong revision = new AtomicLong();
  private Path data;
  private ScriptedControlPlane plane;
  private @Nullable Agent agent;

  @BeforeEach
  void begin() throws Exception {
    // Not the build's folder: tenants' users must be able to pass through.
    data = Files.createTempDirectory("meridian-agent");
    Files.setPosixFilePermissions(
        data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    plane = new ScriptedControlPlane("cp-1");
    start();
    await().atMost(SOON).until(plane::isConnected);
  }

  private void start() throws Exception {
    agent = new Agent(settings(plane.port(), Optional.of(plane.token())));
    agent.start();
  }

  private AgentSettings settings(int port, Optional<String> token) {
    return new AgentSettings(
        data,
        new Endpoint("127.0.0.1", port),
        token,
        "node-1",
        "a",
        "127.0.0.1",
        "127.0.0.1",
        PortRange.newBuilder().setBegin(20_000).setEnd(20_999).build(),
        Map.of(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        1 << 20);
  }

  @AfterEach
  void end() throws Exception {
    if (agent != null) {
      agent.close();
    }
    plane.close();
    new TaskReaper(data, BootClock.ofThisNode()).endTasks(java.time.Duration.ofMillis(200));
    dev.meridian.agent.disk.Folders.remove(dev.meridian.agent.secret.MemoryFolder.of(data));
    dev.meridian.agent.disk.Folders.remove(data);
  }

  private static Task.Builder task(String name, String command) {
    return Task.newBuilder()
        .setName(name)
        .setRun(1)
        .setGoal(Goal.RUNNING)
        .setEssential(true)
        .setCommand(command)
        .setKillGrace(Duration.newBuilder().setSeconds(1));
  }

  private static RunPod.Builder pod(long incarnation, Task.Builder... tasks) {
    RunPod.Builder pod =
        RunPod.newBuilder()
            .setPodId("pod-1")
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

  private void run(RunPod.Builder pod) {
    plane.order(Order.newBuilder().setRevision(revision.incrementAndGet()).setRunPod(pod));
  }

  private void remove(long incarnation) {
    plane.order(
        Order.newBuilder()
            .setRevision(revision.incrementAndGet())
            .setRemovePod(RemovePod.newBuilder().setPodId("pod-1").setIncarnation(incarnation)));
  }

  private TaskStatus awaitTask(String name, TaskState state) {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              PodStatus last = plane.last("pod-1");
              return last == null
                  ? Optional.<TaskStatus>empty()
                  : last.getTasksList().stream()
                      .filter(task -> task.getName().equals(name) && task.getState() == state)
                      .findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private PodStatus awaitState(PodState state) {
    return await()
        .atMost(SOON)
        .until(() -> plane.last("pod-1"), last -> last != null && last.getState() == state);
  }

  private boolean isRemoved(long incarnation) {
    return plane.heard(
        message ->
            message.hasPodRemoved() && message.getPodRemoved().getIncarnation() == incarnation);
  }

  private long launches() throws Exception {
    return Files.readAllLines(data.resolve("launches.log")).size();
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  @Test
  void runsReportsAndRemovesAPod() throws Exception {
    run(pod(1, task("server", "echo hello; exec sleep 1000")));
    TaskStatus running = awaitTask("server", TaskState.TASK_RUNNING);
    assertThat(lives(running.getPid())).isTrue();
    assertThat(plane.heard(AgentMessage::hasOrdersTaken)).isTrue();
    Path log = data.resolve("logs/pod-1/server.stdout");
    await().atMost(SOON).until(() -> Files.readString(log).equals("hello\n"));

    remove(1);
    await().atMost(SOON).until(() -> isRemoved(1));
    assertThat(lives(running.getPid())).isFalse();
    assertThat(data.resolve("sandboxes/pod-1-1")).doesNotExist();
  }

  @Test
  void adoptsWhatRunsAfterAnAgentDied() throws Exception {
    run(pod(1, task("server", "exec sleep 1000")));
    long pid = awaitTask("server", TaskState.TASK_RUNNING).getPid();
    java.util.Objects.requireNonNull(agent).close();
    plane.heard.clear();

    start();

    assertThat(awaitTask("server", TaskState.TASK_RUNNING).getPid()).isEqualTo(pid);
    assertThat(launches()).isEqualTo(1);
  }

  @Test
  void restartsAFailedTaskWhileTheControlPlaneIsAway() throws Exception {
    run(pod(1, task("server", "exec sleep 1000")));
    long pid = awaitTask("server", TaskState.TASK_RUNNING).getPid();
    plane.close();

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    await().atMost(SOON).until(() -> launches() == 2);
  }

  @Test
  void keepsExitCodesOfTasksThatEndWhileNoAgentRuns() throws Exception {
    run(pod(1, task("job", "sleep 1; exit 0").setGoal(Goal.ONCE)));
    awaitTask("job", TaskState.TASK_RUNNING);
    java.util.Objects.requireNonNull(agent).close();
    await().atMost(SOON).until(() -> Files.list(data.resolve("exits")).findAny().isPresent());
    plane.heard.clear();

    start();

    awaitTask("job", TaskState.TASK_FINISHED);
    assertThat(launches()).isEqualTo(1);
  }

  @Test
  void startsOnlyTheAddedTaskOfTheSameIncarnation() throws Exception {
    run(pod(1, task("one", "exec sleep 1000")));
    long pid = awaitTask("one", TaskState.TASK_RUNNING).getPid();

    run(pod(1, task("one", "exec sleep 1000"), task("two", "exec sleep 1000")));
    awaitTask("two", TaskState.TASK_RUNNING);

    assertThat(awaitTask("one", TaskState.TASK_RUNNING).getPid()).isEqualTo(pid);
    assertThat(launches()).isEqualTo(2);
  }

  @Test
  void aFailedEssentialTaskRestartsItsSiblings() throws Exception {
    run(pod(1, task("main", "exec sleep 1000"), task("side", "exec sleep 1000")));
    long main = awaitTask("main", TaskState.TASK_RUNNING).getPid();
    long side = awaitTask("side", TaskState.TASK_RUNNING).getPid();

    ProcessHandle.of(main).orElseThrow().destroyForcibly();

    await().atMost(SOON).until(() -> launches() == 4);
    assertThat(lives(side)).isFalse();
  }

  @Test
  void aFailedSideTaskRestartsAlone() throws Exception {
    run(
        pod(
            1,
            task("main", "exec sleep 1000"),
            task("side", "exec sleep 1000").setEssential(false)));
    long main = awaitTask("main", TaskState.TASK_RUNNING).getPid();
    long side = awaitTask("side", TaskState.TASK_RUNNING).getPid();

    ProcessHandle.of(side).orElseThrow().destroyForcibly();

    await().atMost(SOON).until(() -> launches() == 3);
    assertThat(lives(main)).isTrue();
  }

  @Test
  void replacesALowerIncarnationOnlyAfterItEnded() {
    run(pod(1, task("server", "trap 'sleep 0.5; exit' TERM; while :; do sleep 0.1; done")));
    long first = awaitTask("server", TaskState.TASK_RUNNING).getPid();

    run(pod(2, task("server", "exec sleep 1000")));
    PodStatus second =
        await()
            .atMost(SOON)
            .until(
                () -> plane.last("pod-1"),
                last ->
                    last != null
                        && last.getIncarnation() == 2
                        && last.getTasksCount() == 1
                        && last.getTasks(0).getState() == TaskState.TASK_RUNNING);

    assertThat(second.getTasks(0).getPid()).isNotEqualTo(first);
    assertThat(lives(first)).isFalse();
    assertThat(plane.statuses("pod-1").map(PodStatus::getState)).contains(PodState.POD_ENDED);
  }

  @Test
  void aLateOrderOfARemovedIncarnationStartsNothing() throws Exception {
    remove(3);
    await().atMost(SOON).until(() -> isRemoved(3));
    plane.heard.clear();

    run(pod(2, task("server", "exec sleep 1000")));

    await().atMost(SOON).until(() -> isRemoved(3));
    assertThat(data.resolve("launches.log")).doesNotExist();
  }

  @Test
  void waitsForAPortThatAStrangerHolds() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      run(
          pod(1, task("server", "exec sleep 1000"))
              .addPorts(Port.newBuilder().setName("http").setNumber(stranger.getLocalPort())));
      PodStatus waiting = awaitState(PodState.POD_WAITING);
      assertThat(waiting.getTakenPortsList()).containsExactly(stranger.getLocalPort());
      assertThat(waiting.getReason()).contains("port " + stranger.getLocalPort());
    }
    awaitTask("server", TaskState.TASK_RUNNING);
  }

  @Test
  void neverStartsOnAVolumeWhoseMarkerIsMissing() throws Exception {
    RunPod.Builder pod =
        pod(1, task("server", "echo kept > data/file; exec sleep 1000"))
            .addVolumes(Volume.newBuilder().setVolumeId("vol-1").setPath("data").setCreate(true));
    run(pod);
    long pid = awaitTask("server", TaskState.TASK_RUNNING).getPid();
    Path file = data.resolve("volumes/vol-1/data/file");
    await().atMost(SOON).until(() -> Files.exists(file));
    Path away = data.resolve("away");
    Files.move(data.resolve("volumes/vol-1"), away);

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    PodStatus waiting = awaitState(PodState.POD_WAITING);
    assertThat(waiting.getReason()).contains("vol-1", "marker");
    assertThat(data.resolve("volumes/vol-1")).doesNotExist();

    Files.move(away, data.resolve("volumes/vol-1"));
    await().atMost(SOON).until(() -> launches() == 2);
  }

  @Test
  void destroysAVolumeByOrderOnly() throws Exception {
    run(
        pod(1, task("server", "exec sleep 1000"))
            .addVolumes(Volume.newBuilder().setVolumeId("vol-1").setPath("data").setCreate(true)));
    awaitTask("server", TaskState.TASK_RUNNING);
    remove(1);
    await().atMost(SOON).until(() -> isRemoved(1));
    assertThat(data.resolve("volumes/vol-1/data")).isDirectory();

    plane.order(
        Order.newBuilder()
            .setRevision(revision.incrementAndGet())
            .setDestroyVolume(DestroyVolume.newBuilder().setVolumeId("vol-1")));

    await()
        .atMost(SOON)
        .until(
            () ->
                plane.heard(
                    message ->
                        message.getVolumeStatus().getState() == VolumeState.VOLUME_DESTROYED));
    assertThat(data.resolve("volumes/vol-1")).doesNotExist();
  }

  @Test
  void holdsAtAForeignEpochAndStopsNothing() throws Exception {
    run(pod(1, task("server", "exec sleep 1000")));
    long pid = awaitTask("server", TaskState.TASK_RUNNING).getPid();
    plane.epoch = "epoch-2";
    plane.cut();
    await().atMost(SOON).until(() -> plane.heard(AgentMessage::hasInventory));

    remove(1);
    run(pod(7, task("server", "exit 1")));
    plane.send(
        ControlMessage.newBuilder()
            .setConfirmEpoch(ConfirmEpoch.newBuilder().setHistoryEpoch("epoch-2"))
            .build());
    await()
        .atMost(SOON)
        .until(() -> plane.statuses("pod-1").filter(s -> s.getIncarnation() == 1).count() > 2);

    assertThat(lives(pid)).isTrue();
    assertThat(launches()).isEqualTo(1);
    remove(1);
    await().atMost(SOON).until(() -> isRemoved(1));
  }

  @Test
  void sendsAStatusAgainUntilItIsAcknowledged() {
    plane.acknowledgesStatus = false;
    run(pod(1, task("server", "exec sleep 1000")));
    awaitTask("server", TaskState.TASK_RUNNING);
    plane.heard.clear();

    plane.cut();

    awaitTask("server", TaskState.TASK_RUNNING);
    assertThat(plane.heard)
        .filteredOn(AgentMessage::hasPodStatus)
        .allMatch(message -> message.getSession() == plane.sessions());
  }

  @Test
  void fetchesVerifiesAndResumesAnArtifact() throws Exception {
    byte[] content = "0123456789".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    plane.artifacts.put(digest, content);
    plane.breakFetchAfter = 4000;
    run(
        pod(1, task("server", "cmp lib/a.txt lib/a.txt && exec sleep 1000"))
            .addArtifacts(
                Artifact.newBuilder()
                    .setDigest(digest)
                    .setSizeBytes(content.length)
                    .setDestination("lib/a.txt")));
    PodStatus waiting = awaitState(PodState.POD_WAITING);
    assertThat(waiting.getReason()).contains(digest, "broken");
    plane.breakFetchAfter = Integer.MAX_VALUE;

    awaitTask("server", TaskState.TASK_RUNNING);
    assertThat(data.resolve("sandboxes/pod-1-1/work/lib/a.txt")).hasBinaryContent(content);
    assertThat(plane.fetchOffsets).contains(0L).anyMatch(offset -> offset > 0);
  }

  @Test
  void refusesACorruptArtifact() {
    plane.artifacts.put("0".repeat(64), "garbage".getBytes(StandardCharsets.US_ASCII));
    run(
        pod(1, task("server", "exec sleep 1000"))
            .addArtifacts(Artifact.newBuilder().setDigest("0".repeat(64)).setDestination("x")));
    assertThat(awaitState(PodState.POD_WAITING).getReason()).contains("corrupt");
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
    run(pod(1, good, bad));

    awaitTask("good", TaskState.TASK_RUNNING);
    assertThat(awaitTask("bad", TaskState.TASK_ERROR).getMessage())
        .contains("A (line 1)", "B (line 2)");
    assertThat(data.resolve("sandboxes/pod-1-1/work/conf/app.conf"))
        .hasContent("hello world & more\n");
  }

  @Test
  void keepsSecretsOffTheDisk() throws Exception {
    run(
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
    awaitTask("server", TaskState.TASK_RUNNING);
    Path log = data.resolve("logs/pod-1/server.stdout");
    await().atMost(SOON).until(() -> Files.readString(log).equals("filesecret\n"));
    Files.delete(log);

    assertThat(data.resolve("sandboxes/pod-1-1/work/app.conf")).hasContent("p=envsecret");
    try (var files = Files.walk(data)) {
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
    run(
        pod(
            1,
            task("server", "touch ok; exec sleep 1000")
                .setReadinessCheck(check.clone().setCommand("test -e \"$MERIDIAN_SANDBOX/ok\""))
                .setHealthCheck(check.clone().setCommand("test -e ok"))));
    await().atMost(SOON).until(() -> awaitTask("server", TaskState.TASK_RUNNING).getReady());

    Files.delete(data.resolve("sandboxes/pod-1-1/work/ok"));

    await().atMost(SOON).until(() -> launches() == 2);
    assertThat(
            plane
                .statuses("pod-1")
                .flatMap(status -> status.getTasksList().stream())
                .map(TaskStatus::getMessage))
        .anyMatch(message -> message.contains("health check failed 2 times"));
  }

  @Test
  void asksForReadinessAgainSoonAlsoWhenTheIntervalIsLong() {
    run(
        pod(
            1,
            task("server", "sleep 0.3; touch ok; exec sleep 1000")
                .setReadinessCheck(
                    Check.newBuilder()
                        .setInterval(Duration.newBuilder().setSeconds(600))
                        .setCommand("test -e ok"))));

    await().atMost(SOON).until(() -> awaitTask("server", TaskState.TASK_RUNNING).getReady());
  }

  @Test
  void theLeaseEndsATaskWhoseControlPlaneIsSilent() {
    run(pod(1, task("server", "exec sleep 1000")).setRunLease(Duration.newBuilder().setSeconds(2)));
    long pid = awaitTask("server", TaskState.TASK_RUNNING).getPid();
    await().during(java.time.Duration.ofSeconds(3)).atMost(SOON).until(() -> lives(pid));

    java.util.Objects.requireNonNull(agent).close();
    agent = null;

    await().atMost(SOON).until(() -> !lives(pid));
  }

  @Test
  void readsAndFollowsALog() {
    run(
        pod(
            1,
            task(
                "server",
                "for i in 1 2 3; do echo line $i; done; sleep 1; echo last; exec sleep 100")));
    awaitTask("server", TaskState.TASK_RUNNING);
    await().atMost(SOON).until(plane::servesLogs);
    long number =
        plane.ask(
            TransferRequest.newBuilder()
                .setReadLog(
                    ReadLog.newBuilder()
                        .setPodId("pod-1")
                        .setTask("server")
                        .setStream("stdout")
                        .setTailLines(2)
                        .setFollow(true)));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(String.valueOf(plane.logs.get(number)))
                    .isEqualTo("line 2\nline 3\nlast\n"));
    long unknown =
        plane.ask(
            TransferRequest.newBuilder()
                .setReadLog(
                    ReadLog.newBuilder().setPodId("none").setTask("x").setStream("stdout")));
    await().atMost(SOON).until(() -> plane.logEnds.containsKey(unknown));
    assertThat(plane.logEnds.get(unknown)).contains("has not run on this node");
  }

  @Test
  void aProofIsWorthlessOnAnotherConnection() {
    plane.fixedNonce = new byte[32];
    long before = plane.sessions();
    plane.heard.clear();
    plane.cut();
    await().atMost(SOON).until(() -> plane.sessions() == before + 1);
    plane.cut();
    await().atMost(SOON).until(() -> plane.sessions() == before + 2);

    assertThat(
            plane.heard.stream()
                .filter(AgentMessage::hasProof)
                .map(message -> message.getProof().getSignature()))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(plane.proofs).containsOnly("valid");
  }

  @Test
  void waitsAndSaysSoWhenTheDiskIsFull() throws Exception {
    Path volumes = data.resolve("full");
    Files.createDirectories(volumes);
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "none", volumes.toString())
            .start();
    Assumptions.assumeTrue(mount.waitFor() == 0, "needs root and mounts");
    java.util.Objects.requireNonNull(agent).close();
    Path outer = data;
    try {
      data = volumes;
      long before = plane.sessions();
      start();
      await().atMost(SOON).until(() -> plane.sessions() > before && plane.isConnected());
      run(pod(1, task("server", "exec sleep 1000")));
      assertThat(awaitState(PodState.POD_WAITING).getReason())
          .contains("the disk of the node is full");
      java.util.Objects.requireNonNull(agent).close();
      dev.meridian.agent.disk.Folders.remove(dev.meridian.agent.secret.MemoryFolder.of(data));
    } finally {
      data = outer;
      agent = null;
      assertThat(new ProcessBuilder("umount", volumes.toString()).start().waitFor()).isZero();
    }
  }

  @Test
  void refusesATokenOfAnotherControlPlane() throws Exception {
    try (ScriptedControlPlane other = new ScriptedControlPlane("cp-2")) {
      java.util.Objects.requireNonNull(agent).close();
      dev.meridian.agent.disk.CrashSafeFile.delete(data.resolve("state/identity"));
      try (Agent stranger = new Agent(settings(plane.port(), Optional.of(other.token())))) {
        assertThatThrownBy(stranger::start)
            .isInstanceOf(JoinException.class)
            .hasMessageContaining("the join token is of control plane cp-2");
      }
    }
  }
}
