package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.directory.KnownIdentities.KnownAccount;
import dev.meridian.tenancy.directory.SyncPlan.Withheld;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody must be left who can sign in through the directory and administer the platform: when all
 * differences together would leave nobody, the first by name keeps it. Pure.
 */
final class LastAdministrator {
  private static final String ROLE = Role.PLATFORM_ADMIN.key();

  private LastAdministrator() {}

  static void keep(KnownIdentities here, List<Difference> differences, List<Withheld> withheld) {
    List<KnownAccount> now =
        here.accounts().values().stream()
            .filter(account -> !account.disabled() && holds(account, here))
            .sorted(Comparator.comparing(KnownAccount::username))
            .toList();
    if (now.isEmpty() || anybodyLeft(here, differences)) {
      return;
    }
    KnownAccount kept = now.getFirst();
    differences.removeIf(
        one ->
            switch (one) {
              case Difference.Disable disabled -> disabled.account().equals(kept.id());
              case Difference.Unbind unbound ->
                  unbound.account().equals(kept.id()) && isAdministration(unbound, here);
              case Difference _ -> false;
            });
    withheld.add(
        new Withheld(
            kept.username(),
            "stays platform administrator, for nobody else would be left: give somebody else the role platform-admin in the directory"));
  }

  /** Whether somebody can sign in and administer after all differences. */
  private static boolean anybodyLeft(KnownIdentities here, List<Difference> differences) {
    Set<UUID> disabled = new HashSet<>();
    Set<UUID> enabled = new HashSet<>();
    Set<UUID> unbound = new HashSet<>();
    Set<String> bound = new HashSet<>();
    for (Difference one : differences) {
      switch (one) {
        case Difference.Disable off -> disabled.add(off.account());
        case Difference.Enable on -> enabled.add(on.account());
        case Difference.Unbind taken when isAdministration(taken, here) ->
            unbound.add(taken.account());
        case Difference.Bind given when given.role().equals(ROLE) -> bound.add(given.subject());
        case Difference _ -> {}
      }
    }
    boolean newcomer = bound.stream().anyMatch(subject -> !here.accounts().containsKey(subject));
    return newcomer
        || here.accounts().values().stream()
            .filter(one -> !disabled.contains(one.id()))
            .filter(one -> !one.disabled() || enabled.contains(one.id()))
            .anyMatch(
                one ->
                    bound.contains(one.subject())
                        || (holds(one, here) && !unbound.contains(one.id())));
  }

  private static boolean isAdministration(Difference.Unbind unbound, KnownIdentities here) {
    return unbound.role().equals(ROLE) && unbound.tenant().equals(here.root());
  }

  private static boolean holds(KnownAccount account, KnownIdentities here) {
    return account.bindings().stream()
        .anyMatch(one -> one.role().equals(ROLE) && one.tenant().equals(here.root()));
  }
}
