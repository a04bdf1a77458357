package dev.meridian.controlplane.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Derives allocations from transitions: each pod and each kept volume holds one amount at a time,
 * or nothing.
 */
final class Allocations {
  private Allocations() {}

  /**
   * Half-open allocations within the period; what is not released yet ends with it.
   *
   * @param transitions of any holders, in the order in which they happened
   */
  static List<Allocation> of(List<Transition> transitions, Instant from, Instant to) {
    Map<UUID, List<Transition>> ofHolders = new LinkedHashMap<>();
    for (Transition transition : transitions) {
      ofHolders.computeIfAbsent(transition.holder(), holder -> new ArrayList<>()).add(transition);
    }
    List<Allocation> allocations = new ArrayList<>();
    ofHolders.values().forEach(its -> ofHolder(its, from, to, allocations));
    return allocations;
  }

  private static void ofHolder(
      List<Transition> transitions, Instant from, Instant to, List<Allocation> allocations) {
    Transition held = null;
    for (Transition next : transitions) {
      add(held, next.at(), from, to, allocations);
      held = next.kind() == Transition.Kind.RELEASED ? null : next;
    }
    add(held, to, from, to, allocations);
  }

  private static void add(
      @Nullable Transition held,
      Instant until,
      Instant from,
      Instant to,
      List<Allocation> allocations) {
    if (held == null) {
      return;
    }
    Instant begin = held.at().isBefore(from) ? from : held.at();
    Instant end = until.isBefore(to) ? until : to;
    if (begin.isBefore(end)) {
      allocations.add(
          new Allocation(
              held.tenant(),
              held.service(),
              held.holder(),
              begin,
              end,
              held.cpuMillis(),
              held.memoryBytes(),
              held.diskBytes(),
              held.pods()));
    }
  }
}
