package dev.meridian.controlplane.plans;

import dev.meridian.spec.Goal;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Moves a step that launches tasks: from what is observed to its next status. */
final class LaunchStep {
  /**
   * What becomes of a step.
   *
   * @param pod the pod as the step leaves it
   * @param effect what to order; null: nothing
   */
  record Moved(Step step, Pod pod, @Nullable Effect effect) {}

  private final World world;
  private final Instant now;
  private final boolean keepsSecrets;

  /**
   * @param keepsSecrets whether a pod that is launched already may go on with older versions of its
   *     secrets
   */
  LaunchStep(World world, Instant now, boolean keepsSecrets) {
    this.world = world;
    this.now = now;
    this.keepsSecrets = keepsSecrets;
  }

  Moved move(Step step, Pod pod) {
    Place place = world.places().get(pod.id());
    if (place == null) {
      return new Moved(step.to(Status.PREPARED, placementReason(), now), pod, null);
    }
    if (!launchedFor(step, pod)) {
      return launch(step, pod, place);
    }
    return follow(step, pod, place);
  }

  private String placementReason() {
    return switch (world.decision().kind()) {
      case PLACED -> "waits for its place to be recorded";
      case REFUSED, OPEN ->
          world.decision().reason().isEmpty()
              ? "waits for placement to decide"
              : "waits for capacity: " + world.decision().reason();
      case NOT_ASKED -> "waits for placement to be asked";
    };
  }

  /** True when the pod's current incarnation was ordered with this step's tasks. */
  boolean launchedFor(Step step, Pod pod) {
    return pod.incarnation() > 0
        && pod.configuration() == step.configuration()
        && pod.launchedAll(step.tasks())
        && pod.peersDigest().equals(world.peersDigest())
        && (keepsSecrets
            || pod.secretsDigest().equals(world.secretsDigest(pod, step.configuration())));
  }

  private Moved launch(Step step, Pod pod, Place place) {
    boolean anew =
        pod.configuration() != step.configuration()
            || !pod.peersDigest().equals(world.peersDigest())
            || !pod.secretsDigest().equals(world.secretsDigest(pod, step.configuration()));
    List<Pod.LaunchedTask> tasks = new ArrayList<>(anew ? List.of() : pod.launched());
    if (anew) {
      // What ran before with another configuration, other peers or secrets runs again with the new
      // ones.
      pod.launched().stream()
          .filter(t -> !step.tasks().contains(t.name()) && exists(pod, step, t.name()))
          .forEach(t -> tasks.add(new Pod.LaunchedTask(t.name(), 1)));
    }
    for (String task : step.tasks()) {
      if (tasks.stream().noneMatch(t -> t.name().equals(task))) {
        tasks.add(new Pod.LaunchedTask(task, 1));
      }
    }
    Pod launched =
        pod.launch(
            anew ? pod.incarnation() + 1 : pod.incarnation(),
            step.configuration(),
            tasks,
            world.peersDigest(),
            world.secretsDigest(pod, step.configuration()));
    Step starting =
        step.to(Status.STARTING, "order for node " + place.nodeName() + " is on its way", now)
            .withAttempts(step.attempts() + 1);
    return new Moved(starting, launched, new Effect.Run(pod.id()));
  }

  private boolean exists(Pod pod, Step step, String task) {
    PodSpec spec = world.podSpec(pod, step.configuration());
    return spec != null && spec.tasks().containsKey(task);
  }

  private Moved follow(Step step, Pod pod, Place place) {
    if (!place.held().isEmpty()) {
      return new Moved(
          step.to(Status.STARTING, "waits for its secrets: " + place.held(), now), pod, null);
    }
    Optional<Observed> observed = world.observed(pod);
    if (observed.isEmpty()) {
      String reason =
          place.connected()
              ? "waits for node " + place.nodeName() + " to take the order"
              : "node " + place.nodeName() + " is not connected; it gets the order when it is back";
      return new Moved(step.to(Status.STARTING, reason, now), pod, null);
    }
    Observed o = observed.get();
    Set<Integer> taken = takenOf(place, o);
    if (!taken.isEmpty() && world.decision().kind() != World.Placement.Kind.OPEN) {
      return new Moved(
          step.to(
              Status.STARTING,
              "port %s on node %s is held by a stranger; another is being reserved"
                  .formatted(taken, place.nodeName()),
              now),
          pod,
          new Effect.ReReservePorts(pod.id(), taken));
    }
    return switch (o.state()) {
      case "REFUSED" ->
          new Moved(
              step.to(
                  Status.ERROR, "node " + place.nodeName() + " cannot obey: " + o.reason(), now),
              pod,
              null);
      case "WAITING", "STAGING", "STOPPING" ->
          new Moved(step.to(Status.STARTING, Sentences.of(o), now), pod, null);
      default -> new Moved(byTasks(step, pod, o), pod, null);
    };
  }

  /** Taken ports that are still reserved for the pod: those given back already do not matter. */
  private static Set<Integer> takenOf(Place place, Observed o) {
    Set<Integer> taken = new TreeSet<>(o.takenPorts());
    taken.retainAll(place.ports().stream().map(Place.Port::number).toList());
    return taken;
  }

  private Step byTasks(Step step, Pod pod, Observed o) {
    PodSpec spec = world.podSpec(pod, step.configuration());
    List<Progress> progress = step.tasks().stream().map(name -> progress(spec, name, o)).toList();
    Status least = Status.least(progress.stream().map(Progress::status).toList());
    Progress decisive =
        progress.stream()
            .filter(p -> p.status() == least)
            .findFirst()
            .orElse(new Progress(Status.COMPLETE, "", 0, null));
    return switch (least) {
      case DELAYED ->
          step.delayed(
              decisive.reason(),
              Math.max(step.attempts(), 1 + decisive.restarts()),
              decisive.nextStart(),
              now);
      default -> step.to(least, decisive.reason(), now);
    };
  }

  private record Progress(Status status, String reason, int restarts, @Nullable Instant nextStart) {
    Progress(Status status, String reason) {
      this(status, reason, 0, null);
    }
  }

  private static Progress progress(@Nullable PodSpec pod, String name, Observed o) {
    TaskSpec spec = pod == null ? null : pod.tasks().get(name);
    Optional<Observed.Task> observed = o.task(name);
    if (spec == null || observed.isEmpty()) {
      return new Progress(Status.STARTING, "task " + name + " has not started yet");
    }
    Observed.Task task = observed.get();
    boolean ends = spec.goal() != Goal.RUNNING;
    return switch (task.state()) {
      case "RUNNING" -> {
        if (ends) {
          yield new Progress(Status.STARTED, "task " + name + " runs and is to finish");
        }
        yield task.ready()
            ? new Progress(Status.COMPLETE, "")
            : new Progress(Status.STARTED, "task " + name + " runs and is not ready yet");
      }
      case "FINISHED" ->
          ends
              ? new Progress(Status.COMPLETE, "")
              : new Progress(
                  Status.DELAYED,
                  "task " + name + " ended though it should keep running; it is started again",
                  task.restarts(),
                  task.nextStartAt());
      case "FAILED", "KILLED" ->
          new Progress(
              Status.DELAYED,
              "task %s %s; %s"
                  .formatted(
                      name,
                      Sentences.ending(task),
                      task.nextStartAt() == null
                          ? "it is started again"
                          : "next start at " + task.nextStartAt()),
              task.restarts(),
              task.nextStartAt());
      case "ERROR" ->
          new Progress(Status.ERROR, "task " + name + " cannot be started: " + task.message());
      default -> new Progress(Status.STARTING, "task " + name + " is starting");
    };
  }
}
