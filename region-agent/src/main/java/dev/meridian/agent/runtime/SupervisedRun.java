package dev.meridian.agent.runtime;

import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.record.RunRecord;
import dev.meridian.agent.state.LiveRun;
import dev.meridian.agent.state.RunEnd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run that this agent looks after: its folder and the processes that belong to it. */
final class SupervisedRun {
  private static final String MARKER = "MERIDIAN_TASK_RUN=";

  private final RunFolder folder;
  private final SupervisorProgram program;
  private boolean stopAsked;
  private @Nullable ProcessIdentity stopSentTo;

  SupervisedRun(RunFolder folder, SupervisorProgram program) {
    this.folder = folder;
    this.program = program;
  }

  RunFolder folder() {
    return folder;
  }

  RunRecord record() {
    return folder.record();
  }

  static String marker(String runId) {
    return MARKER + runId;
  }

  boolean supervisorLives() throws IOException {
    return folder.supervisor().filter(ProcessTable::lives).isPresent();
  }

  /** Every process of the task; without its supervisor. */
  Set<ProcessIdentity> members() throws IOException {
    return ProcessTable.members(folder.task(), marker(record().getRunId()));
  }

  /** Asks for the end; repeated for a supervisor that took over from one that was killed. */
  synchronized void stop() throws IOException {
    stopAsked = true;
    Optional<ProcessIdentity> supervisor = folder.supervisor().filter(ProcessTable::lives);
    if (supervisor.isPresent() && !supervisor.get().equals(stopSentTo)) {
      if (ProcessTable.end(supervisor.get(), false)) {
        stopSentTo = supervisor.get();
      }
    }
  }

  synchronized boolean stopAsked() {
    return stopAsked;
  }

  /** Gives a task whose supervisor was killed a new one. */
  void superviseAgain() throws IOException, InterruptedException {
    Process supervisor = program.start("adopt", folder);
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (folder.supervisor().map(ProcessIdentity::pid).orElse(0L) != supervisor.pid()
        && supervisor.isAlive()
        && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    if (stopAsked()) {
      stop();
    }
  }

  void leaseFrom(Duration acknowledgedSentAt) throws IOException {
    if (record().getLeaseMillis() > 0) {
      folder.leaseUntil(acknowledgedSentAt.plusMillis(record().getLeaseMillis()));
    }
  }

  LiveRun live() {
    RunRecord record = record();
    return new LiveRun(
        record.getRunId(), record.getIncarnation(), record.getTask(), record.getRun(), false);
  }

  FoundRun found(Optional<RunEnd> end) throws IOException {
    return new FoundRun(
        record().getPodId(),
        live(),
        folder.task().map(ProcessIdentity::pid).orElse(0L),
        Instant.ofEpochMilli(record().getStartedAtMillis()),
        folder.wasReady(),
        end);
  }

  /** How it ended; empty while a supervisor or a process of it may exist. */
  Optional<RunEnd> end(BootClock clock) throws IOException {
    Optional<RunFolder.Exit> exit = folder.exit();
    if (exit.isPresent()) {
      return Optional.of(end(exit.get()));
    }
    if (!record().getBootId().equals(clock.bootId())) {
      return Optional.of(unseen(RunEnd.Cause.REBOOTED, "the node was restarted"));
    }
    if (supervisorLives() || !members().isEmpty()) {
      return Optional.empty();
    }
    // The supervisor may have written the file between the two looks.
    return Optional.of(
        folder
            .exit()
            .map(this::end)
            .orElseGet(
                () ->
                    unseen(
                        RunEnd.Cause.LOST,
                        "the exit code was lost: task and supervisor were killed")));
  }

  private RunEnd end(RunFolder.Exit exit) {
    RunEnd.Cause cause =
        switch (exit.cause()) {
          case "stopped" -> RunEnd.Cause.STOPPED;
          case "lease" -> RunEnd.Cause.LEASE_ENDED;
          case "lost" -> RunEnd.Cause.LOST;
          default -> RunEnd.Cause.EXITED;
        };
    int signal = exit.status() > 128 ? exit.status() - 128 : 0;
    return new RunEnd(
        cause, exit.status(), signal, exit.at(), Duration.ZERO, explanation(cause, signal));
  }

  private String explanation(RunEnd.Cause cause, int signal) {
    if (cause == RunEnd.Cause.LEASE_ENDED) {
      return "the run lease ended: the control plane was not heard of for too long";
    }
    if (cause == RunEnd.Cause.LOST) {
      return "the exit code was lost: its supervisor was killed";
    }
    try {
      if (signal == 9 && ControlGroups.ranOutOfMemory(record().getControlGroupsList())) {
        return "killed by the kernel: it needed more memory than its task asks for";
      }
    } catch (IOException unreadable) {
      return "killed; whether by the memory limit is unknown: " + unreadable.getMessage();
    }
    return "";
  }

  private static RunEnd unseen(RunEnd.Cause cause, String explanation) {
    return new RunEnd(cause, -1, 0, Instant.now(), Duration.ZERO, explanation);
  }
}
