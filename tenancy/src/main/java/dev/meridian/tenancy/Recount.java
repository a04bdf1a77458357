package dev.meridian.tenancy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What counters have to say, from what is claimed. Pure. */
final class Recount {
  private Recount() {}

  /**
   * The counters as they should be, in any order.
   *
   * @param counters all of one or more scopes and resources; limits and guarantees hold
   * @param used what is claimed at and below each of them; missing: nothing
   * @param up for each tenant that has a counter, itself and those above it, deepest first
   */
  static List<Counter> of(
      Collection<Counter> counters, Map<Counter.Key, Long> used, Map<UUID, List<UUID>> up) {
    Map<Counter.Key, Counter> done = new HashMap<>();
    List<Placed> deepestFirst = new ArrayList<>();
    for (Counter counter : counters) {
      Counter.Key key = counter.key();
      List<UUID> path = up.get(key.tenant());
      if (path == null || path.isEmpty()) {
        throw new IllegalArgumentException("no way up from tenant " + key.tenant());
      }
      done.put(key, counter.counting(used.getOrDefault(key, 0L), 0));
      deepestFirst.add(new Placed(key, path.subList(1, path.size())));
    }
    deepestFirst.sort(Comparator.comparing((Placed one) -> one.above.size()).reversed());
    for (Placed one : deepestFirst) {
      Counter counter = done.get(one.key);
      long unused = counter == null ? 0 : counter.unused();
      for (UUID above : one.above) {
        Counter.Key next = new Counter.Key(above, one.key.scope(), one.key.resource());
        Counter parent = done.get(next);
        if (parent != null) {
          done.put(next, parent.moved(0, unused));
          break;
        }
      }
    }
    return List.copyOf(done.values());
  }

  private record Placed(Counter.Key key, List<UUID> above) {}
}
