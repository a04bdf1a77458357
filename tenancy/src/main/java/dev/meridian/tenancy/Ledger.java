package dev.meridian.tenancy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** Locked counters in memory, on which claims are made one after the other. Pure. */
final class Ledger {
  private final Map<Counter.Key, Counter> counters = new HashMap<>();
  private final Set<Counter.Key> changed = new HashSet<>();

  Ledger(Collection<Counter> counters) {
    counters.forEach(counter -> this.counters.put(counter.key(), counter));
  }

  /**
   * Replaces a claim by another, or changes nothing.
   *
   * @param up the tenant that claims and those above it, deepest first
   * @return what does not allow it; empty when it is done
   */
  Optional<Climb.Refusal> replace(List<UUID> up, Claim before, Claim after) {
    return move(up, scopes(before, after), difference(before, after), true);
  }

  /** Like {@link #replace}, whatever the limits: for what counts already under another holder. */
  void put(List<UUID> up, Claim before, Claim after) {
    move(up, scopes(before, after), difference(before, after), false);
  }

  private static Set<QuotaScope> scopes(Claim before, Claim after) {
    Set<QuotaScope> scopes = new HashSet<>(before.scopes());
    scopes.addAll(after.scopes());
    return scopes;
  }

  private static BiFunction<QuotaScope, Resource, Long> difference(Claim before, Claim after) {
    return (scope, resource) -> after.in(scope, resource) - before.in(scope, resource);
  }

  /** Like {@link #replace}, for what is counted without a claim. */
  Optional<Climb.Refusal> add(List<UUID> up, Map<QuotaScope, Amounts> more) {
    return move(
        up,
        more.keySet(),
        (scope, resource) ->
            scope.kind().counts(resource) ? resource.in(more.getOrDefault(scope, Amounts.NONE)) : 0,
        true);
  }

  private Optional<Climb.Refusal> move(
      List<UUID> up,
      Set<QuotaScope> scopes,
      BiFunction<QuotaScope, Resource, Long> difference,
      boolean limited) {
    List<Counter> moved = new ArrayList<>();
    for (QuotaScope scope : scopes) {
      for (Resource resource : Resource.values()) {
        long more = difference.apply(scope, resource);
        if (more == 0) {
          continue;
        }
        Climb climb = climb(up, scope, resource);
        Optional<Climb.Refusal> refusal = climb.refusal(more);
        if (limited && refusal.isPresent()) {
          return refusal;
        }
        moved.addAll(climb.after(more));
      }
    }
    for (Counter counter : moved) {
      counters.put(counter.key(), counter);
      changed.add(counter.key());
    }
    return Optional.empty();
  }

  Climb climb(List<UUID> up, QuotaScope scope, Resource resource) {
    List<Counter> on = new ArrayList<>();
    for (UUID tenant : up) {
      Counter counter = counters.get(new Counter.Key(tenant, scope, resource));
      if (counter != null) {
        on.add(counter);
      }
    }
    return new Climb(on);
  }

  /** The counters that are no longer as they were given. */
  List<Counter> changed() {
    return changed.stream().map(counters::get).toList();
  }
}
