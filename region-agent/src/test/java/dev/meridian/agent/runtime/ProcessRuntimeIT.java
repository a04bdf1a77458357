package dev.meridian.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.secret.MemoryFolder;
import dev.meridian.agent.state.RunEnd;
import dev.meridian.protocol.v1.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real processes, real signals. */
class ProcessRuntimeIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final Map<String, RunEnd> ends = new ConcurrentHashMap<>();
  private final BootClock clock = clock();
  private Path data;
  private ProcessRuntime runtime;

  private static BootClock clock() {
    try {
      return BootClock.ofThisNode();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @BeforeEach
  void begin() throws IOException {
    data = Files.createTempDirectory("meridian-runtime").toRealPath();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
    runtime = newRuntime();
    assertThat(adopt(runtime)).isEmpty();
  }

  private ProcessRuntime newRuntime() throws IOException {
    return new ProcessRuntime(data, MemoryFolder.of(data).resolve("entries"), clock);
  }

  private List<FoundRun> adopt(ProcessRuntime adopting) throws IOException {
    return adopting.adopt((podId, runId, end) -> ends.put(runId, end));
  }

  @AfterEach
  void end() throws Exception {
    runtime.close();
    new TaskReaper(data, clock).endTasks(Duration.ofMillis(200));
    Folders.remove(MemoryFolder.of(data));
    Folders.remove(data);
  }

  private FoundRun launch(String command) throws Exception {
    return launch(command, Optional.empty(), OptionalInt.empty(), 0);
  }

  private FoundRun launch(
      String command, Optional<RunRequest.Lease> lease, OptionalInt user, long memory)
      throws Exception {
    Path sandbox = Files.createDirectories(data.resolve("sandbox"));
    if (user.isPresent()) {
      TenantUsers.own(sandbox, user.getAsInt());
    }
    return runtime.launch(
        new RunRequest(
            "pod",
            1,
            "task",
            1,
            command,
            Map.of("GREETING", "it's \"me\"\n$HOME"),
            sandbox,
            data.resolve("out"),
            data.resolve("err"),
            Duration.ofSeconds(1),
            user,
            Resources.newBuilder().setMemoryBytes(memory).build(),
            lease));
  }

  private RunEnd awaitEnd(FoundRun run) {
    return await()
        .atMost(SOON)
        .until(() -> Optional.ofNullable(ends.get(run.run().runId())), Optional::isPresent)
        .orElseThrow();
  }

  private long pidIn(String file) throws IOException {
    Path path = data.resolve("sandbox").resolve(file);
    await().atMost(SOON).until(() -> Files.exists(path) && Files.size(path) > 0);
    return Long.parseLong(Files.readString(path).strip());
  }

  private ProcessIdentity supervisor(FoundRun run) throws IOException {
    return RunFolder.open(data.resolve("runs").resolve(run.run().runId()), data.resolve("exits"))
        .orElseThrow()
        .supervisor()
        .orElseThrow();
  }

  private static boolean lives(long pid) {
    return ProcessTable.find(pid).filter(entry -> !entry.isGone()).isPresent();
  }

  @Test
  void tellsTheExitCodeAndPassesTheEnvironmentExactly() throws Exception {
    RunEnd end = awaitEnd(launch("printf %s \"$GREETING\"; exit 7"));
    assertThat(end.cause()).isEqualTo(RunEnd.Cause.EXITED);
    assertThat(end.exitCode()).isEqualTo(7);
    assertThat(data.resolve("out")).hasContent("it's \"me\"\n$HOME");
  }

  @Test
  void tellsTheSignalThatKilledATask() throws Exception {
    FoundRun run = launch("exec sleep 1000");
    ProcessTable.end(ProcessTable.find(run.pid()).orElseThrow().identity(), true);
    assertThat(awaitEnd(run).signal()).isEqualTo(9);
  }

  @Test
  void endsAStubbornTreeAfterTheGraceAndChildrenThatLeftTheSession() throws Exception {
    FoundRun run =
        launch(
            "trap '' TERM; (setsid sh -c 'echo $$ > away; trap \"\" TERM; sleep 1000' &);"
                + " sleep 1000 & echo $! > child; wait; sleep 1000");
    long away = pidIn("away");
    long child = pidIn("child");

    runtime.stop(run.run().runId());

    assertThat(awaitEnd(run).cause()).isEqualTo(RunEnd.Cause.STOPPED);
    assertThat(List.of(run.pid(), away, child)).noneMatch(ProcessRuntimeIT::lives);
  }

  @Test
  void leavesNothingBehindOfATaskWhoseFirstProcessEnded() throws Exception {
    FoundRun run =
        launch(
            "(setsid sh -c 'echo $$ > away; exec sleep 1000' &);"
                + " until test -s away; do sleep 0.1; done; exit 3");
    long away = pidIn("away");
    assertThat(awaitEnd(run).exitCode()).isEqualTo(3);
    assertThat(lives(away)).isFalse();
  }

  @Test
  void givesATaskANewSupervisorWhenItsOwnIsKilled() throws Exception {
    FoundRun run = launch("exec sleep 1000");
    ProcessIdentity first = supervisor(run);
    ProcessTable.end(first, true);
    await()
        .atMost(SOON)
        .until(() -> !supervisor(run).equals(first) && ProcessTable.lives(supervisor(run)));
    assertThat(lives(run.pid())).isTrue();

    runtime.stop(run.run().runId());

    assertThat(awaitEnd(run).cause()).isEqualTo(RunEnd.Cause.STOPPED);
    assertThat(lives(run.pid())).isFalse();
  }

  @Test
  void aNewAgentAdoptsTheSameProcess() throws Exception {
    FoundRun run = launch("exec sleep 1000");
    runtime.close();
    runtime = newRuntime();

    assertThat(adopt(runtime))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.pid()).isEqualTo(run.pid());
              assertThat(found.end()).isEmpty();
            });
    ProcessTable.end(ProcessTable.find(run.pid()).orElseThrow().identity(), true);
    assertThat(awaitEnd(run).signal()).isEqualTo(9);
  }

  @Test
  void aNewAgentAdoptsATaskWhoseSupervisorWasKilledToo() throws Exception {
    FoundRun run = launch("exec sleep 1000");
    runtime.close();
    ProcessTable.end(supervisor(run), true);
    runtime = newRuntime();

    assertThat(adopt(runtime)).singleElement().matches(found -> found.end().isEmpty());
    ProcessTable.end(ProcessTable.find(run.pid()).orElseThrow().identity(), true);
    assertThat(awaitEnd(run).cause()).isEqualTo(RunEnd.Cause.LOST);
  }

  @Test
  void neverTouchesAStrangerUnderAReusedPid() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      FoundRun run = launch("exec sleep 1000");
      runtime.close();
      ProcessTable.end(supervisor(run), true);
      ProcessTable.end(ProcessTable.find(run.pid()).orElseThrow().identity(), true);
      await().atMost(SOON).until(() -> !lives(run.pid()));
      Path task = data.resolve("runs").resolve(run.run().runId()).resolve("task");
      Files.writeString(task, stranger.pid() + " 1\n");

      runtime = newRuntime();
      assertThat(adopt(runtime))
          .singleElement()
          .matches(found -> found.end().orElseThrow().cause() == RunEnd.Cause.LOST);
      new TaskReaper(data, clock).endTasks(Duration.ofMillis(100));
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void theLeaseIsEnforcedThoughAgentAndSupervisorAreDead() throws Exception {
    FoundRun run =
        launch(
            "exec sleep 1000",
            Optional.of(new RunRequest.Lease(Duration.ofSeconds(8), clock.sinceBoot())),
            OptionalInt.empty(),
            0);
    runtime.close();
    ProcessTable.end(supervisor(run), true);
    assertThat(lives(run.pid())).isTrue();
    await().atMost(SOON).until(() -> !lives(run.pid()));
  }

  @Test
  void runsATenantsTaskAsItsOwnUserWithoutTheAgentsRights() throws Exception {
    OptionalInt user = runtime.userOf("tenant");
    Assumptions.assumeTrue(user.isPresent(), "needs root");
    assertThat(runtime.userOf("tenant")).isEqualTo(user);
    assertThat(runtime.userOf("other")).isNotEqualTo(user);

    awaitEnd(
        launch(
            "id -u; id -G; grep NoNewPrivs /proc/self/status; cat " + data.resolve("users"),
            Optional.empty(),
            user,
            0));

    assertThat(Files.readAllLines(data.resolve("out")))
        .containsExactly("" + user.getAsInt(), "" + user.getAsInt(), "NoNewPrivs:\t1");
    assertThat(data.resolve("err")).content().contains("Permission denied");
  }

  @Test
  void saysThatTheMemoryLimitKilledATask() throws Exception {
    Assumptions.assumeTrue(
        runtime.notEnforced().stream().noneMatch(note -> note.startsWith("memory")),
        "needs a writable cgroup");
    RunEnd end =
        awaitEnd(
            launch(
                "head -c 300000000 /dev/zero | tail -n 1 >/dev/null",
                Optional.empty(),
                OptionalInt.empty(),
                16 << 20));
    assertThat(end.signal()).isEqualTo(9);
    assertThat(end.explanation()).contains("more memory");
  }

  @Test
  void aCheckThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    FoundRun run = launch("exec sleep 1000");
    String id = run.run().runId();
    assertThat(runtime.check(id, "test \"$GREETING\" != ''", Duration.ofSeconds(5))).isTrue();
    assertThat(runtime.check(id, "exit 1", Duration.ofSeconds(5))).isFalse();
    assertThat(
            runtime.check(
                id, "setsid sh -c 'echo $$ > slow; exec sleep 1000'", Duration.ofSeconds(3)))
        .isFalse();
    long slow = pidIn("slow");
    await().atMost(SOON).until(() -> !lives(slow));
    assertThat(lives(run.pid())).isTrue();
  }

  @Test
  void theReaperEndsEverythingWithoutAnAgent() throws Exception {
    FoundRun run = launch("trap '' TERM; sleep 1000; sleep 1000");
    FoundRun orphan = launch("exec sleep 1000");
    runtime.close();
    ProcessTable.end(supervisor(orphan), true);
    ProcessIdentity supervisor = supervisor(run);

    int ended = new TaskReaper(data, clock).endTasks(Duration.ofMillis(300));

    assertThat(ended).isEqualTo(2);
    assertThat(List.of(run.pid(), orphan.pid())).noneMatch(ProcessRuntimeIT::lives);
    await().atMost(SOON).until(() -> !ProcessTable.lives(supervisor));
  }
}
