package dev.meridian.agent.pod;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Comparator.comparing;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.runtime.FoundRun;
import dev.meridian.agent.secret.SecretStore;
import dev.meridian.agent.state.Decision;
import dev.meridian.agent.state.LiveRun;
import dev.meridian.agent.state.PodAction;
import dev.meridian.agent.state.PodDecisions;
import dev.meridian.agent.state.PodOrders;
import dev.meridian.agent.state.PodSituation;
import dev.meridian.agent.state.RunEnd;
import dev.meridian.agent.state.TaskOutcomes;
import dev.meridian.agent.state.Timestamps;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One pod: everything that happens to it happens on its own thread, one thing after the other, and
 * after each the rules decide what is next.
 */
final class PodActor implements TaskChecks.Hearer {
  private static final System.Logger LOG = System.getLogger(PodActor.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final NodeContext node;
  private final Sandboxes sandboxes;
  private final Preparing preparing;
  private final TaskStarter starter;
  private final Postmortem postmortem;
  private final Mailbox mailbox;
  private final Map<String, LiveRun> live = new LinkedHashMap<>();
  private final Map<String, TaskChecks> checks = new LinkedHashMap<>();
  private final Map<String, String> unhealthy = new LinkedHashMap<>();
  // Replaced by this thread alone; read by others for the inventory.
  private volatile PodRecord record;
  private boolean removalReported;
  private boolean leaseMissing;
  private volatile boolean onHold;
  private volatile boolean hasLiveRuns;
  private @Nullable PodStatus told;

  PodActor(PodRecord record, NodeContext node, Sandboxes sandboxes, boolean onHold) {
    this.record = record;
    this.node = node;
    this.sandboxes = sandboxes;
    this.starter = new TaskStarter(node, sandboxes);
    this.postmortem = new Postmortem(node);
    this.onHold = onHold;
    this.mailbox = new Mailbox("pod-" + record.getPodId(), this::reconcile);
    this.preparing = new Preparing(new PodPreparation(node, sandboxes), mailbox);
  }

  PodRecord record() {
    return record;
  }

  /** Whether the order names this volume. */
  boolean names(String volumeId) {
    return record.getOrder().getVolumesList().stream()
        .anyMatch(volume -> volume.getVolumeId().equals(volumeId));
  }

  /** Whether a process of any incarnation may exist. */
  boolean lives() {
    return hasLiveRuns;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** Takes over what ran before this agent started. Called before the mailbox opens. */
  void adopt(List<FoundRun> runs) throws IOException {
    // What has ended first: a later run of the same task may live, and its state is the one to
    // tell.
    for (FoundRun run : runs.stream().sorted(comparing(found -> found.end().isEmpty())).toList()) {
      live.put(run.run().runId(), run.run());
      task(run.run()).ifPresent(task -> began(task, run));
      if (run.end().isPresent()) {
        ended(run.run().runId(), run.end().get());
      }
    }
  }

  /** Stores the order; when it returns, the order survives any crash. */
  void run(RunPod order, long revision) throws IOException {
    PodRecord before = record;
    PodRecord after = PodOrders.run(before, SecretStore.withoutValues(order), revision);
    boolean current =
        after.hasOrder() && after.getOrder().getIncarnation() == order.getIncarnation();
    if (current && after.getRevision() == revision) {
      // Values first: an order on disk without them would wait for a restart that never was.
      node.secrets().keep(order);
    }
    if (after.equals(before)) {
      tellAgain();
      return;
    }
    node.disk().write(after);
    record = after;
    if (order.getIncarnation() <= after.getTombstone()) {
      removalReported = false;
      return;
    }
    preparing.restart();
    long lower = before.getOrder().getIncarnation();
    if (before.hasOrder() && lower < order.getIncarnation()) {
      reportIfEnded(lower);
    }
  }

  /** Stores the tombstone; when it returns, it survives any crash. */
  void remove(RemovePod order) throws IOException {
    PodRecord after = PodOrders.remove(record, order, System.currentTimeMillis());
    removalReported = false;
    if (!after.equals(record)) {
      node.disk().write(after);
      record = after;
      told = null;
    }
    if (live.values().stream().anyMatch(run -> run.incarnation() <= order.getIncarnation())) {
      node.reports()
          .podStatus(
              PodStatus.newBuilder()
                  .setPodId(record.getPodId())
                  .setIncarnation(order.getIncarnation())
                  .setState(PodState.POD_STOPPING)
                  .setReason(order.getReason())
                  .build());
    }
  }

  void removalAcknowledged(long incarnation) throws IOException {
    if (record.getTombstone() == incarnation && !record.getRemovalAcknowledged()) {
      PodRecord after = record.toBuilder().setRemovalAcknowledged(true).build();
      node.disk().write(after);
      record = after;
    }
  }

  void hold(boolean hold) {
    onHold = hold;
  }

  /** The next status is sent even if it equals the last. */
  void tellAgain() {
    told = null;
    removalReported = false;
  }

  /** A run ended; every process of it is gone. */
  void ended(String runId, RunEnd seen) throws IOException {
    LiveRun run = live.remove(runId);
    if (run == null) {
      return;
    }
    Optional.ofNullable(checks.remove(runId)).ifPresent(TaskChecks::close);
    RunEnd end = postmortem.of(record, run, seen, unhealthy.remove(runId));
    PodRecord after =
        TaskOutcomes.ended(record, run, end, () -> ThreadLocalRandom.current().nextDouble());
    // What was ready may have changed while the task ran: volumes, ports, space.
    preparing.recheck();
    if (remember(after)) {
      node.runtime().forget(runId);
    }
    LOG.log(
        INFO,
        "pod {0} task {1} ended: {2} {3}",
        record.getPodId(),
        run.task(),
        end.exitCode(),
        end.explanation());
    if (record.hasOrder() && run.incarnation() < record.getOrder().getIncarnation()) {
      reportIfEnded(run.incarnation());
    }
  }

  /**
   * Remembers what happened, in memory at least: on a full disk the exit that the supervisor kept
   * is what a restarted agent learns it from.
   *
   * @return whether it is on disk
   */
  private boolean remember(PodRecord after) {
    boolean changed = !after.equals(record);
    record = after;
    try {
      if (changed) {
        node.disk().write(after);
      }
      return true;
    } catch (IOException full) {
      LOG.log(WARNING, "pod " + record.getPodId() + ": the end of a task is not on disk", full);
      return false;
    }
  }

  private void reportIfEnded(long incarnation) throws IOException {
    if (live.values().stream().noneMatch(run -> run.incarnation() <= incarnation)) {
      sandboxes.remove(record.getPodId(), incarnation);
      node.secrets().forgetFiles(record.getPodId(), incarnation);
      node.reports()
          .podStatus(
              PodStatus.newBuilder()
                  .setPodId(record.getPodId())
                  .setIncarnation(incarnation)
                  .setState(PodState.POD_ENDED)
                  .setReason("replaced by incarnation " + record.getOrder().getIncarnation())
                  .build());
    }
  }

  /** Decides and acts until nothing is left to do now; tells when to look again. */
  private Optional<Instant> reconcile() {
    Optional<Instant> wakeAt;
    int rounds = 0;
    hasLiveRuns = !live.isEmpty();
    while (true) {
      Decision decision = PodDecisions.decide(record, situation());
      wakeAt = decision.wakeAt();
      leaseMissing = decision.leaseMissing();
      tell();
      if (decision.actions().isEmpty() || rounds++ > 100) {
        break;
      }
      decision.actions().forEach(this::act);
    }
    hasLiveRuns = !live.isEmpty();
    return leaseMissing ? Optional.of(Instant.now().plus(RETRY)) : wakeAt;
  }

  private PodSituation situation() {
    boolean mayLaunch =
        !record.getOrder().hasRunLease()
            || node.leases().isValid(Timestamps.duration(record.getOrder().getRunLease()));
    return new PodSituation(
        List.copyOf(live.values()),
        preparing.state(),
        onHold,
        mayLaunch,
        removalReported,
        Instant.now());
  }

  private void act(PodAction action) {
    switch (action) {
      case PodAction.Stop(String runId, String reason) -> stop(runId, reason);
      case PodAction.Prepare() -> preparing.begin(record, !live.isEmpty());
      case PodAction.Launch(Task task) -> launch(task);
      case PodAction.ConfirmRemoval(long incarnation) -> confirmRemoval(incarnation);
    }
  }

  private void stop(String runId, String reason) {
    LiveRun run = live.get(runId);
    if (run != null) {
      LOG.log(INFO, "pod {0}: stopping {1}: {2}", record.getPodId(), run.task(), reason);
      live.put(runId, new LiveRun(runId, run.incarnation(), run.task(), run.run(), true));
      Optional.ofNullable(checks.remove(runId)).ifPresent(TaskChecks::close);
      node.runtime().stop(runId);
    }
  }

  private void launch(Task task) {
    RunPod order = preparing.order().orElse(null);
    if (order == null) {
      preparing.restart();
      return;
    }
    record = TaskOutcomes.launching(record, task);
    tell();
    try {
      FoundRun run = starter.start(order, task);
      live.put(run.run().runId(), run.run());
      record = TaskOutcomes.running(record, task.getName(), run.pid(), run.startedAt());
      watch(task, run);
    } catch (TaskErrorException error) {
      record = TaskOutcomes.error(record, task.getName(), String.valueOf(error.getMessage()));
    } catch (IOException failed) {
      LOG.log(WARNING, "cannot start a task of pod " + record.getPodId(), failed);
      preparing.block(node.space().explain(failed), List.of());
    }
  }

  /** Of a run that an earlier agent launched. */
  private void began(Task task, FoundRun run) {
    record = TaskOutcomes.launching(record, task);
    record = TaskOutcomes.running(record, task.getName(), run.pid(), run.startedAt());
    if (run.end().isEmpty()) {
      watch(task, run);
    }
  }

  private void watch(Task task, FoundRun run) {
    boolean ready = !task.hasReadinessCheck() || run.wasReady();
    record = TaskOutcomes.checked(record, task.getName(), ready, true);
    checks.put(
        run.run().runId(), TaskChecks.start(node.runtime(), run.run().runId(), task, ready, this));
  }

  private void confirmRemoval(long incarnation) {
    removalReported = true;
    try {
      sandboxes.remove(record.getPodId(), incarnation);
      if (!record.hasOrder()) {
        node.secrets().forgetValues(record.getPodId());
      }
      node.secrets().forgetFiles(record.getPodId(), incarnation);
    } catch (IOException failed) {
      LOG.log(WARNING, "cannot clean up after pod " + record.getPodId(), failed);
    }
    node.reports().podRemoved(record.getPodId(), incarnation);
  }

  private void tell() {
    if (record.hasOrder()) {
      PodStatus status =
          PodStatusView.of(
              record,
              live.values(),
              preparing.state(),
              leaseMissing,
              preparing.obstacle(),
              preparing.takenPorts());
      if (!status.equals(told)) {
        told = status;
        node.reports().podStatus(status);
      }
    }
  }

  private Optional<Task> task(LiveRun run) {
    return record.hasOrder() && record.getOrder().getIncarnation() == run.incarnation()
        ? record.getOrder().getTasksList().stream()
            .filter(task -> task.getName().equals(run.task()) && task.getRun() == run.run())
            .findFirst()
        : Optional.empty();
  }

  @Override
  public void ready(String runId) {
    mailbox.send(() -> checked(runId, Optional.of(true), Optional.empty()));
  }

  @Override
  public void healthy(String runId, boolean healthy) {
    mailbox.send(() -> checked(runId, Optional.empty(), Optional.of(healthy)));
  }

  @Override
  public void unhealthy(String runId, int failures) {
    mailbox.send(
        () -> {
          if (live.containsKey(runId)) {
            unhealthy.put(runId, "its health check failed " + failures + " times in a row");
            stop(runId, "unhealthy");
          }
        });
  }

  private void checked(String runId, Optional<Boolean> ready, Optional<Boolean> healthy) {
    LiveRun run = live.get(runId);
    if (run != null && task(run).isPresent()) {
      TaskOutcomes.find(record, run.task())
          .ifPresent(
              known ->
                  record =
                      TaskOutcomes.checked(
                          record,
                          run.task(),
                          ready.orElse(known.getStatus().getReady()),
                          healthy.orElse(known.getStatus().getHealthy())));
    }
  }

  /** Leaves every process alone. */
  void close() {
    mailbox.close();
    checks.values().forEach(TaskChecks::close);
  }
}
