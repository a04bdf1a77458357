package dev.meridian.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The rules against a small world of orders, ends and crashes in any order. */
class PodRulesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What can happen to a pod. */
  enum Kind {
    RUN,
    REMOVE,
    RUN_ENDS,
    RUN_FAILS,
    AGENT_RESTARTS,
    HOLD,
    CONFIRM
  }

  record Event(Kind kind, long incarnation, int task) {}

  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.longs().between(1, 5),
            Arbitraries.integers().between(0, 2))
        .as(Event::new)
        .list()
        .ofMaxSize(40);
  }

  private static RunPod order(long incarnation, int tasks) {
    RunPod.Builder order = RunPod.newBuilder().setPodId("p").setIncarnation(incarnation);
    for (int task = 0; task <= tasks; task++) {
      order.addTasks(
          Task.newBuilder().setName("t" + task).setRun(1).setGoal(Goal.RUNNING).setEssential(true));
    }
    return order.build();
  }

  /** Carries decisions out as the agent does, and keeps what each pod ever had. */
  private static final class World {
    PodRecord record = PodOrders.unknown("p");
    List<LiveRun> live = new ArrayList<>();
    Preparation preparation = new Preparation.Missing();
    boolean onHold;
    boolean reported;
    long confirmed;
    long revision;
    long highestRemoved;
    long highestOrdered;
    int runs;
    Instant now = START;

    void apply(Event event) {
      now = now.plusSeconds(1);
      switch (event.kind()) {
        case RUN -> {
          if (!onHold) {
            highestOrdered = Math.max(highestOrdered, event.incarnation());
            record = PodOrders.run(record, order(event.incarnation(), event.task()), ++revision);
            preparation = new Preparation.Missing();
            reported = false;
          }
        }
        case REMOVE -> {
          if (!onHold) {
            highestRemoved = Math.max(highestRemoved, event.incarnation());
            record =
                PodOrders.remove(
                    record, RemovePod.newBuilder().setIncarnation(event.incarnation()).build(), 1);
            reported = false;
          }
        }
        case RUN_ENDS -> end(event.task(), 0);
        case RUN_FAILS -> end(event.task(), 1);
        case AGENT_RESTARTS -> {
          live.replaceAll(
              run -> new LiveRun(run.runId(), run.incarnation(), run.task(), run.run(), false));
          preparation = new Preparation.Missing();
          reported = false;
        }
        case HOLD -> onHold = true;
        case CONFIRM -> onHold = false;
      }
      settle();
    }

    private void end(int index, int code) {
      if (index < live.size()) {
        LiveRun run = live.remove(index);
        RunEnd.Cause cause = run.stopping() ? RunEnd.Cause.STOPPED : RunEnd.Cause.EXITED;
        record =
            TaskOutcomes.ended(
                record, run, new RunEnd(cause, code, 0, now, Duration.ZERO, ""), () -> 0.5);
      }
    }

    /** Acts until nothing is left to do, and checks each act. */
    void settle() {
      for (int round = 0; round < 50; round++) {
        Decision decision =
            PodDecisions.decide(
                record,
                new PodSituation(List.copyOf(live), preparation, onHold, true, reported, now));
        if (decision.actions().isEmpty()) {
          return;
        }
        decision.actions().forEach(this::act);
      }
      throw new AssertionError("never settles: " + record);
    }

    private void act(PodAction action) {
      switch (action) {
        case PodAction.Stop(String runId, String reason) -> {
          assertThat(reason).isNotEmpty();
          live.replaceAll(
              run ->
                  run.runId().equals(runId)
                      ? new LiveRun(runId, run.incarnation(), run.task(), run.run(), true)
                      : run);
        }
        case PodAction.Prepare() -> preparation = new Preparation.Done();
        case PodAction.Launch(Task task) -> {
          long incarnation = record.getOrder().getIncarnation();
          assertThat(incarnation).isGreaterThan(highestRemoved);
          assertThat(incarnation).isEqualTo(highestOrdered);
          assertThat(live)
              .as("one incarnation at a time, one run of a task at a time")
              .allMatch(run -> run.incarnation() == incarnation)
              .noneMatch(run -> run.task().equals(task.getName()));
          record = TaskOutcomes.launching(record, task);
          record = TaskOutcomes.running(record, task.getName(), 1, now);
          live.add(new LiveRun("run-" + ++runs, incarnation, task.getName(), task.getRun(), false));
        }
        case PodAction.ConfirmRemoval(long incarnation) -> {
          assertThat(live).noneMatch(run -> run.incarnation() <= incarnation);
          assertThat(incarnation).isEqualTo(highestRemoved);
          confirmed = Math.max(confirmed, incarnation);
          reported = true;
        }
      }
    }
  }

  @Property(tries = 3000)
  void neverRunsTwoIncarnationsNorARemovedOne(@ForAll("events") List<Event> events) {
    World world = new World();
    events.forEach(world::apply);
  }

  @Property(tries = 1000)
  void everyTombstoneIsAnsweredOnceItsProcessesAreGone(@ForAll("events") List<Event> events) {
    World world = new World();
    events.forEach(world::apply);
    world.apply(new Event(Kind.CONFIRM, 0, 0));
    for (int left = world.live.size(); left >= 0; left--) {
      for (int index = 0; index < world.live.size(); index++) {
        if (world.live.get(index).stopping()) {
          world.end(index, 0);
          break;
        }
      }
      world.settle();
    }
    assertThat(world.confirmed).isEqualTo(world.highestRemoved);
  }

  @Property(tries = 1000)
  void onHoldNothingThatRunsIsStoppedByAnOrder(@ForAll("events") List<Event> events) {
    World world = new World();
    events.forEach(world::apply);
    world.live.replaceAll(
        run -> new LiveRun(run.runId(), run.incarnation(), run.task(), run.run(), false));
    Decision decision =
        PodDecisions.decide(
            PodOrders.remove(world.record, RemovePod.newBuilder().setIncarnation(9).build(), 1),
            new PodSituation(world.live, world.preparation, true, true, true, world.now));
    assertThat(decision.actions()).isEmpty();
  }

  @Property(tries = 1000)
  void theOrderOfArrivalDoesNotMatter(@ForAll("events") List<Event> events) {
    List<Event> orders =
        events.stream()
            .filter(event -> event.kind() == Kind.RUN || event.kind() == Kind.REMOVE)
            .toList();
    assertThat(arrive(orders.reversed())).isEqualTo(arrive(orders));
  }

  private static List<Long> arrive(List<Event> orders) {
    PodRecord record = PodOrders.unknown("p");
    for (Event event : orders) {
      record =
          event.kind() == Kind.RUN
              ? PodOrders.run(record, order(event.incarnation(), 0), 1)
              : PodOrders.remove(
                  record, RemovePod.newBuilder().setIncarnation(event.incarnation()).build(), 1);
    }
    return List.of(record.getOrder().getIncarnation(), record.getTombstone());
  }

  @Test
  void movedAwayAndBackRunsTheNewestIncarnationOnly() {
    World world = new World();
    world.apply(new Event(Kind.RUN, 1, 0));
    world.apply(new Event(Kind.REMOVE, 2, 0));
    world.apply(new Event(Kind.RUN, 3, 0));
    assertThat(world.live).singleElement().matches(run -> run.incarnation() == 1 && run.stopping());

    world.apply(new Event(Kind.RUN_ENDS, 0, 0));

    assertThat(world.confirmed).isEqualTo(2);
    assertThat(world.live).singleElement().matches(run -> run.incarnation() == 3);
  }

  @Test
  void anEmptySituationStopsNothing() {
    List<LiveRun> live = List.of(new LiveRun("r", 1, "t0", 1, false));
    Decision decision =
        PodDecisions.decide(
            PodOrders.unknown("p"),
            new PodSituation(live, new Preparation.Missing(), false, true, false, START));
    assertThat(decision.actions()).isEmpty();
  }

  @Test
  void aTaskThatFailsAgainWaitsLongerEachTime() {
    World world = new World();
    world.apply(new Event(Kind.RUN, 1, 0));
    world.apply(new Event(Kind.RUN_FAILS, 0, 0));
    assertThat(world.live).isEmpty();
    var first = world.record.getTasks(0).getStatus();
    assertThat(first.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(Duration.between(world.now, Timestamps.instant(first.getNextStartAt())))
        .isEqualTo(Duration.ofSeconds(1));

    world.now = world.now.plusSeconds(2);
    world.settle();
    world.apply(new Event(Kind.RUN_FAILS, 0, 0));

    var second = world.record.getTasks(0).getStatus();
    assertThat(Duration.between(world.now, Timestamps.instant(second.getNextStartAt())))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(second.getRestarts()).isEqualTo(1);
  }
}
