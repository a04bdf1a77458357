package dev.meridian.agent.runtime;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.record.RunRecord;
import dev.meridian.agent.state.RunEnd;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs tasks as processes of this node, each under a supervisor that outlives the agent. */
public final class ProcessRuntime implements Runtime {
  private static final System.Logger LOG = System.getLogger(ProcessRuntime.class.getName());

  private final Path runs;
  private final Path exits;
  private final Path entries;
  private final BootClock clock;
  private final SupervisorProgram program;
  private final TenantUsers users;
  private final ControlGroups groups;
  private final ProcessLists processLists;
  private final LaunchLog launches;
  private final Map<String, SupervisedRun> supervised = new ConcurrentHashMap<>();
  private final Map<String, SupervisedRun> ended = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeps =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("run-sweep").factory());
  private @Nullable RunListener listener;
  private @Nullable ExitWatch watch;

  /**
   * @param data the agent's data directory
   * @param entries a folder on a memory-backed file system; it holds environments with secrets
   */
  public ProcessRuntime(Path data, Path entries, BootClock clock) throws IOException {
    this.runs = Folders.make(data.resolve("runs"), "rwx------");
    this.exits = Folders.make(data.resolve("exits"), "rwx------");
    this.entries = Folders.make(entries, "rwx--x--x");
    this.clock = clock;
    this.program = SupervisorProgram.install(data.resolve("bin"));
    this.users = new TenantUsers(data.resolve("users"), data);
    this.groups = ControlGroups.detect(ControlGroupMounts.ofThisProcess());
    this.processLists = ProcessLists.ofThisNode();
    this.launches = new LaunchLog(data.resolve("launches.log"));
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public String isolation() {
    return usersOfTheirOwn() ? "user" : "process";
  }

  @Override
  public List<String> notEnforced() {
    List<String> notes = new ArrayList<>(groups.notEnforced());
    users.obstacle().ifPresent(notes::add);
    processLists.shown().ifPresent(notes::add);
    notes.add("volume sizes: volumes of this node share its disk");
    return notes;
  }

  /** Whether tasks run as users that are not the agent's. */
  public boolean usersOfTheirOwn() {
    return users.obstacle().isEmpty();
  }

  @Override
  public OptionalInt userOf(String tenantId) throws IOException {
    return users.of(tenantId);
  }

  @Override
  public List<FoundRun> adopt(RunListener hearer) throws IOException {
    listener = hearer;
    watch = new ExitWatch(exits, this::look);
    List<FoundRun> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(runs)) {
      for (Path path : folders.toList()) {
        Optional<RunFolder> folder = RunFolder.open(path, exits);
        if (folder.isEmpty()) {
          Folders.remove(path);
        } else {
          adopt(folder.get()).ifPresent(found::add);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while adopting runs", interrupted);
    }
    var unused = sweeps.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    return found;
  }

  private Optional<FoundRun> adopt(RunFolder folder) throws IOException, InterruptedException {
    SupervisedRun run = new SupervisedRun(folder, program);
    String id = folder.record().getRunId();
    boolean thisBoot = folder.record().getBootId().equals(clock.bootId());
    if (folder.exit().isEmpty() && thisBoot && folder.claim()) {
      // The agent died before its supervisor began, and now it never will.
      remove(run);
      return Optional.empty();
    }
    if (folder.exit().isEmpty() && thisBoot) {
      awaitLaunch(folder);
      if (!run.supervisorLives() && !run.members().isEmpty()) {
        run.superviseAgain();
      }
    }
    Optional<RunEnd> end = run.end(clock);
    (end.isPresent() ? ended : supervised).put(id, run);
    return Optional.of(run.found(end));
  }

  /** A supervisor that has claimed the run is about to write who it is and what it started. */
  private static void awaitLaunch(RunFolder folder) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (folder.task().isEmpty()
        && System.nanoTime() < deadline
        && ProcessTable.findByArguments(folder.path().toString(), folder.record().getRunId())
            .isPresent()) {
      Thread.sleep(10);
    }
  }

  @Override
  public FoundRun launch(RunRequest request) throws LaunchException {
    String runId = UUID.randomUUID().toString();
    try {
      RunFolder folder = RunFolder.create(runs, exits, record(runId, request), request.command());
      SupervisedRun run = new SupervisedRun(folder, program);
      try {
        return launch(run, request);
      } catch (IOException | LaunchException failed) {
        remove(run);
        throw failed;
      }
    } catch (IOException failed) {
      throw new LaunchException("task " + request.task() + " cannot be started: " + failed, failed);
    }
  }

  private FoundRun launch(SupervisedRun run, RunRequest request)
      throws IOException, LaunchException {
    RunFolder folder = run.folder();
    EntryScript.write(Path.of(folder.record().getEntry()), request.environment(), request.user());
    if (request.lease().isPresent()) {
      RunRequest.Lease lease = request.lease().get();
      folder.leaseUntil(lease.countedFrom().plus(lease.length()));
    }
    Process supervisor = program.start("start", folder);
    String line;
    try (BufferedReader reader = supervisor.inputReader(StandardCharsets.US_ASCII)) {
      line = reader.readLine();
    }
    if (line == null) {
      throw new LaunchException(
          "task "
              + request.task()
              + " cannot be started: "
              + Files.readString(folder.supervisorErrors()).strip());
    }
    supervised.put(folder.record().getRunId(), run);
    long pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
    launches.append(folder.record(), pid);
    FoundRun found = run.found(Optional.empty());
    // A command that is over already may have written its exit file before it was looked after.
    sweeps.execute(() -> look(folder.record().getRunId()));
    return found;
  }

  private RunRecord record(String runId, RunRequest request) throws IOException {
    return RunRecord.newBuilder()
        .setRunId(runId)
        .setPodId(request.podId())
        .setIncarnation(request.incarnation())
        .setTask(request.task())
        .setRun(request.run())
        .setBootId(clock.bootId())
        .setGraceSeconds((int) Math.max(1, request.grace().toSeconds()))
        .setUser(request.user().isPresent() ? Integer.toString(request.user().getAsInt()) : "")
        .setStdout(request.stdout().toString())
        .setStderr(request.stderr().toString())
        .setEntry(entries.resolve(runId).toString())
        .addAllControlGroups(
            groups.create(runId, request.resources()).stream().map(Path::toString).toList())
        .setStartedAtMillis(Instant.now().toEpochMilli())
        .setSandbox(request.sandbox().toString())
        .setLeaseMillis(request.lease().map(lease -> lease.length().toMillis()).orElse(0L))
        .build();
  }

  @Override
  public void stop(String runId) {
    SupervisedRun run = supervised.get(runId);
    if (run != null) {
      try {
        run.stop();
      } catch (IOException failed) {
        LOG.log(WARNING, "cannot stop run " + runId + " yet; it is tried again", failed);
      }
    }
  }

  @Override
  public boolean check(String runId, String command, Duration timeout)
      throws IOException, InterruptedException {
    SupervisedRun run = supervised.get(runId);
    return run != null && CheckProcess.passes(run.record(), command, timeout);
  }

  @Override
  public void markReady(String runId) throws IOException {
    SupervisedRun run = supervised.get(runId);
    if (run != null) {
      run.folder().markReady();
    }
  }

  @Override
  public void extendLeases(Duration acknowledgedSentAt) {
    for (SupervisedRun run : supervised.values()) {
      try {
        run.leaseFrom(acknowledgedSentAt);
      } catch (IOException failed) {
        LOG.log(WARNING, "cannot extend the lease of run " + run.record().getRunId(), failed);
      }
    }
  }

  @Override
  public void forget(String runId) throws IOException {
    SupervisedRun run = ended.remove(runId);
    if (run != null) {
      remove(run);
    }
  }

  private static void remove(SupervisedRun run) throws IOException {
    ControlGroups.remove(run.record().getControlGroupsList());
    run.folder().remove();
  }

  private void sweep() {
    supervised.keySet().forEach(this::look);
  }

  /** Sees whether a run has ended, and that one that has not keeps a supervisor. */
  private void look(String runId) {
    SupervisedRun run = supervised.get(runId);
    if (run == null) {
      return;
    }
    try {
      Optional<RunEnd> end = run.end(clock);
      RunListener hearer = listener;
      if (end.isPresent()) {
        if (supervised.remove(runId, run)) {
          ended.put(runId, run);
          if (hearer != null) {
            hearer.ended(run.record().getPodId(), runId, end.get());
          }
        }
      } else if (!run.supervisorLives() && run.folder().exit().isEmpty()) {
        run.superviseAgain();
      } else if (run.stopAsked()) {
        run.stop();
      }
    } catch (IOException failed) {
      LOG.log(WARNING, "cannot look at run " + runId + "; it is tried again", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    sweeps.shutdownNow();
    ExitWatch open = watch;
    if (open != null) {
      open.close();
    }
  }
}
