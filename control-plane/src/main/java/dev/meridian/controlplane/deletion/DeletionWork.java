package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkHandler;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries deletions on, one step after the other. The step that ends and what it took away are one
 * transaction: a process that is killed anywhere leaves a step that is done or one that is taken
 * again. Two workers at one deletion wait for each other at its row.
 */
@Component
class DeletionWork implements WorkHandler {
  static final String KIND = "tenant-deletion";

  private static final Logger log = LoggerFactory.getLogger(DeletionWork.class);

  /** A claim on the work queue lasts some seconds: many small turns rather than one long one. */
  private static final int STEPS_IN_A_TURN = 25;

  private final Scopes scopes;
  private final DeletionRows rows;
  private final Map<StepKind, StepAction> actions;
  private final DeletionReports reports;
  private final DeletionNews news;
  private final Audit audit;
  private final WorkQueue queue;
  private final InstantSource clock;

  DeletionWork(
      Scopes scopes,
      DeletionRows rows,
      List<StepAction> actions,
      DeletionReports reports,
      DeletionNews news,
      Audit audit,
      WorkQueue queue,
      InstantSource clock) {
    this.scopes = scopes;
    this.rows = rows;
    this.actions = RowSteps.byKind(actions);
    this.reports = reports;
    this.news = news;
    this.audit = audit;
    this.queue = queue;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void work(UUID tenant, UUID key) {
    for (int i = 0; i < STEPS_IN_A_TURN; i++) {
      if (!advance(tenant)) {
        return;
      }
    }
    inOne(
        () -> {
          queue.enqueue(Lane.SWEEP, KIND, tenant, tenant);
          return true;
        });
  }

  private record Turn(Deletion deletion, Deletion.@Nullable Step next) {}

  /** Takes one step; false when there is nothing more to do now. */
  private boolean advance(UUID tenant) {
    Turn turn = inOne(() -> rows.lockOpen(tenant).flatMap(this::turn)).orElse(null);
    if (turn == null) {
      return false;
    }
    Deletion.Step next = turn.next();
    if (next == null) {
      reports.complete(turn.deletion());
      log.info("Tenant {} is deleted", turn.deletion().path());
      return false;
    }
    StepAction action = action(next.kind());
    try {
      action.before(next.tenant(), turn.deletion().askedBy());
      return inOne(() -> taken(turn.deletion(), next, action));
    } catch (RuntimeException failure) {
      inOne(() -> failed(turn.deletion(), next, failure));
      throw failure;
    }
  }

  /** Says so where people look; what was wrong in full is in the log of who takes it up again. */
  private boolean failed(Deletion deletion, Deletion.Step step, RuntimeException failure) {
    waits(
        deletion,
        step,
        "It failed (%s) and is tried again; the log of the control plane says why"
            .formatted(failure.getClass().getSimpleName()));
    return false;
  }

  /** Told once for each reason, however often it is looked at meanwhile. */
  private void waits(Deletion deletion, Deletion.Step step, String reason) {
    rows.waiting(deletion, step, reason, now());
    if (step.state() != StepState.WAITING || !step.reason().equals(reason)) {
      news.moved(deletion);
    }
  }

  /** The next step of a deletion whose grace is over; begins it when that was not done before. */
  private Optional<Turn> turn(Deletion open) {
    Instant now = now();
    if (open.state() == Deletion.State.GRACE) {
      if (now.isBefore(open.graceEndsAt())) {
        return Optional.empty();
      }
      rows.start(open, now);
      news.moved(open);
      audit.done(open.tenant(), "tenant.delete-begin", open.path(), open.tenant(), Map.of());
      log.info("The grace period of tenant {} is over; its deletion begins", open.path());
    }
    return Optional.of(new Turn(open, rows.next(open).orElse(null)));
  }

  private boolean taken(Deletion deletion, Deletion.Step step, StepAction action) {
    boolean mine =
        rows.lockOpen(deletion.tenant()).filter(o -> o.id().equals(deletion.id())).isPresent()
            && rows.next(deletion).filter(n -> n.position() == step.position()).isPresent();
    if (!mine) {
      // Another worker was faster; whoever comes next looks at what there is then.
      return false;
    }
    return switch (action.take(step.tenant())) {
      case Progress.Done done -> {
        rows.done(deletion, step, done.gone(), now());
        news.moved(deletion);
        yield true;
      }
      case Progress.Waiting waiting -> {
        waits(deletion, step, waiting.reason());
        yield false;
      }
    };
  }

  private StepAction action(StepKind kind) {
    StepAction action = actions.get(kind);
    if (action == null) {
      throw new IllegalStateException("No action takes the step " + kind);
    }
    return action;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private <T> T inOne(java.util.function.Supplier<T> work) {
    return scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }
}
