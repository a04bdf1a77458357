package dev.meridian.tenancy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an account may do on one tenant. Pure.
 *
 * @param here on the tenant itself
 * @param below on the tenant and on all below it
 * @param instances on single instances of the tenant, beyond what it may do on the tenant
 * @param frozen what it could do, were the tenant not suspended
 */
record Rights(
    Set<String> here, Set<String> below, Map<UUID, Set<String>> instances, Set<String> frozen) {

  /** What is left to those above a suspended tenant: to look after it, not to work in it. */
  private static final Set<String> ABOVE_A_FREEZE =
      Set.of("tenant:write", "member:write", "role:write", "role:grant");

  static final Rights NONE = new Rights(Set.of(), Set.of(), Map.of(), Set.of());

  /**
   * @param freeze the tenant on the way up that keeps from changes; null when none does
   * @param root the tenant that stands for the platform: its roles go on working on suspended ones,
   *     and not on those that are being deleted
   */
  static Rights of(Collection<Grant> grants, RightsRows.@Nullable Freeze freeze, UUID root) {
    Set<String> here = new TreeSet<>();
    Set<String> below = new TreeSet<>();
    Set<String> frozen = new TreeSet<>();
    Map<UUID, Set<String>> instances = new HashMap<>();
    for (Grant grant : grants) {
      if (!grant.reaches()) {
        continue;
      }
      Set<String> given = new TreeSet<>(grant.permissions());
      if (freeze != null && (freeze.going() || !grant.at().equals(root))) {
        boolean above = !freeze.going() && grant.distance() > freeze.distance();
        given.removeIf(one -> !staysFrozen(one, above));
        Set<String> taken = new TreeSet<>(grant.permissions());
        taken.removeAll(given);
        frozen.addAll(taken);
      }
      if (grant.instance() != null) {
        instances.computeIfAbsent(grant.instance(), id -> new TreeSet<>()).addAll(given);
        continue;
      }
      here.addAll(given);
      if (grant.scope() == RoleScope.SUBTREE) {
        below.addAll(given);
      }
    }
    return new Rights(here, below, instances, frozen);
  }

  private static boolean staysFrozen(String permission, boolean above) {
    return permission.endsWith(":read") || (above && ABOVE_A_FREEZE.contains(permission));
  }

  /** What is left of it for somebody who is limited to these. */
  Rights within(Set<String> limit) {
    Map<UUID, Set<String>> single = new HashMap<>();
    instances.forEach((instance, given) -> single.put(instance, both(given, limit)));
    return new Rights(both(here, limit), both(below, limit), single, both(frozen, limit));
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.retainAll(other);
    return all;
  }

  Rights withHere(Set<String> more) {
    Set<String> all = new TreeSet<>(here);
    all.addAll(more);
    return new Rights(all, below, instances, frozen);
  }
}
