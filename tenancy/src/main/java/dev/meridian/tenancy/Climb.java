package dev.meridian.tenancy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arithmetic of quotas: the counters of one resource in one scope that a claim passes on its
 * way up, deepest first. Pure.
 */
final class Climb {
  private final List<Counter> counters;

  Climb(List<Counter> counters) {
    this.counters = List.copyOf(counters);
  }

  List<Counter> counters() {
    return counters;
  }

  /** The counters after {@code more}, which may be negative, has been claimed below all of them. */
  List<Counter> after(long more) {
    return after(more, 0);
  }

  /**
   * Like {@link #after(long)}.
   *
   * @param moreReserved what the deepest counter has to reserve more for those below it
   */
  List<Counter> after(long more, long moreReserved) {
    List<Counter> moved = new ArrayList<>(counters.size());
    long freed = moreReserved;
    for (Counter counter : counters) {
      Counter next = counter.moved(more, freed);
      freed = next.unused() - counter.unused();
      moved.add(next);
    }
    return moved;
  }

  /** A counter that does not allow a claim, before and as it would be after. */
  record Refusal(Counter before, Counter after) {}

  /**
   * The deepest counter that does not allow {@code more}; empty when it fits or is not positive.
   */
  Optional<Refusal> refusal(long more) {
    if (more <= 0) {
      return Optional.empty();
    }
    List<Counter> after = after(more);
    for (int i = 0; i < counters.size(); i++) {
      if (counters.get(i).refuses(after.get(i))) {
        return Optional.of(new Refusal(counters.get(i), after.get(i)));
      }
    }
    return Optional.empty();
  }

  /**
   * How much more fits, and whose limit is in the way.
   *
   * @param more negative by as much as a limit is passed
   */
  record Room(long more, Counter tightest) {}

  /** Empty when there is no limit on the way. */
  Optional<Room> room() {
    Counter lowest = null;
    long most = Long.MAX_VALUE;
    for (Counter counter : counters) {
      Long limit = counter.limit();
      if (limit != null && limit - counter.used() < most) {
        lowest = counter;
        most = limit - counter.used();
      }
    }
    if (lowest == null) {
      return Optional.empty();
    }
    if (most <= 0) {
      return Optional.of(new Room(most, lowest));
    }
    long fits = 0;
    long refused = Math.addExact(most, 1);
    while (refused - fits > 1) {
      long middle = fits + (refused - fits) / 2;
      if (refusal(middle).isPresent()) {
        refused = middle;
      } else {
        fits = middle;
      }
    }
    return Optional.of(new Room(fits, refusal(refused).orElseThrow().before()));
  }
}
