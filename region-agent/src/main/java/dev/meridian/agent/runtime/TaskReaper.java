package dev.meridian.agent.runtime;

import dev.meridian.agent.disk.OwnerFile;
import dev.meridian.agent.node.BootClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends every task of a data directory without an agent: for cleaning up after everything was
 * killed. Only processes that this data directory started are touched, by pid, start time and boot.
 */
public final class TaskReaper {
  private final Path data;
  private final BootClock clock;

  public TaskReaper(Path data, BootClock clock) {
    this.data = data;
    this.clock = clock;
  }

  /** Writes who the agent of a data directory is, for {@link #endAgent}. */
  public static void recordAgent(Path data, BootClock clock) throws IOException {
    ProcessIdentity self =
        ProcessTable.find(ProcessHandle.current().pid()).orElseThrow().identity();
    Files.writeString(
        OwnerFile.ensure(data.resolve("agent.pid")),
        self.pid() + " " + self.startTicks() + "\n" + clock.bootId() + "\n");
  }

  /** Ends the agent if it runs: first politely, after the time by force. */
  public void endAgent(Duration patience) throws IOException, InterruptedException {
    Path file = data.resolve("agent.pid");
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 2 || !lines.get(1).equals(clock.bootId())) {
      return;
    }
    Optional<ProcessIdentity> agent = ProcessIdentity.parse(lines.getFirst() + "\n");
    if (agent.isPresent()) {
      ProcessTable.end(agent.get(), false);
      if (!await(patience, () -> !ProcessTable.lives(agent.get()))) {
        ProcessTable.end(agent.get(), true);
      }
    }
  }

  /**
   * Ends every task: SIGTERM through its supervisor, after the time SIGKILL to what is left.
   *
   * @return how many runs were ended
   */
  public int endTasks(Duration patience) throws IOException, InterruptedException {
    List<SupervisedRun> live = new ArrayList<>();
    List<SupervisedRun> all = new ArrayList<>();
    Path exits = Files.createDirectories(data.resolve("exits"));
    SupervisorProgram program = SupervisorProgram.install(data.resolve("bin"));
    try (Stream<Path> folders = Files.list(Files.createDirectories(data.resolve("runs")))) {
      for (Path path : folders.toList()) {
        RunFolder folder = RunFolder.open(path, exits).orElse(null);
        if (folder != null && folder.record().getBootId().equals(clock.bootId())) {
          // A supervisor that has not begun yet never will: whoever claims the run launches it.
          folder.claim();
          SupervisedRun run = new SupervisedRun(folder, program);
          all.add(run);
          if (run.end(clock).isEmpty()) {
            live.add(run);
            run.stop();
          }
        }
      }
    }
    if (!await(patience, () -> allGone(live))) {
      for (SupervisedRun run : live) {
        endForcibly(run);
      }
    }
    for (SupervisedRun run : all) {
      // Empty by now. One that the kernel still holds goes when the next agent forgets the run.
      boolean unusedRemoved =
          await(
              Duration.ofSeconds(1),
              () -> {
                try {
                  ControlGroups.remove(run.record().getControlGroupsList());
                  return true;
                } catch (IOException busy) {
                  return false;
                }
              });
    }
    return live.size();
  }

  private static void endForcibly(SupervisedRun run) throws IOException, InterruptedException {
    // The supervisor last: until then it goes on killing what the task still starts.
    await(
        Duration.ofSeconds(10),
        () -> {
          for (ProcessIdentity member : run.members()) {
            ProcessTable.end(member, true);
          }
          return run.members().isEmpty();
        });
    Optional<ProcessIdentity> supervisor = run.folder().supervisor();
    if (supervisor.isPresent()
        && !await(Duration.ofSeconds(1), () -> !ProcessTable.lives(supervisor.get()))) {
      ProcessTable.end(supervisor.get(), true);
    }
  }

  private boolean allGone(List<SupervisedRun> runs) throws IOException {
    for (SupervisedRun run : runs) {
      if (run.end(clock).isEmpty() || run.supervisorLives()) {
        return false;
      }
    }
    return true;
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static boolean await(Duration patience, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }
}
