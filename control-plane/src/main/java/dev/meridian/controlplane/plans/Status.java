package dev.meridian.controlplane.plans;

import java.util.List;
import java.util.function.Predicate;

/** Statuses of steps, and of phases and plans, which are computed from their steps. */
enum Status {
  ERROR,
  DELAYED,
  PENDING,
  PREPARED,
  STARTING,
  STARTED,
  COMPLETE,
  /** Computed only: interrupted before it began. */
  WAITING,
  /** Computed only, of phases and plans. */
  IN_PROGRESS;

  /**
   * The status of a parent, first match wins (service-spec 1.6).
   *
   * @param candidates the children that may be worked on now
   */
  static Status ofParent(
      boolean errors, boolean interrupted, List<Status> children, List<Status> candidates) {
    Predicate<Status> complete = s -> s == COMPLETE;
    if (errors || children.contains(ERROR)) {
      return ERROR;
    }
    if (children.stream().allMatch(complete)) {
      return COMPLETE;
    }
    if (interrupted) {
      return WAITING;
    }
    if (!candidates.isEmpty()
        && candidates.stream().allMatch(s -> s == DELAYED)
        && children.stream().filter(complete.negate()).allMatch(s -> s == DELAYED)) {
      return DELAYED;
    }
    if (children.contains(PREPARED)) {
      return IN_PROGRESS;
    }
    if (candidates.contains(WAITING)) {
      return WAITING;
    }
    if (candidates.contains(IN_PROGRESS)) {
      return IN_PROGRESS;
    }
    boolean begun = children.stream().anyMatch(complete);
    if (begun && candidates.stream().anyMatch(s -> s == PENDING || s == STARTING || s == STARTED)) {
      return IN_PROGRESS;
    }
    for (Status s : List.of(PENDING, WAITING, STARTING, STARTED)) {
      if (s == WAITING ? children.contains(s) : candidates.contains(s)) {
        return s;
      }
    }
    return candidates.contains(DELAYED) ? DELAYED : ERROR;
  }

  /** A step's status is the least of its tasks'. */
  static Status least(List<Status> ofTasks) {
    return ofTasks.stream().min(Status::compareTo).orElse(COMPLETE);
  }
}
