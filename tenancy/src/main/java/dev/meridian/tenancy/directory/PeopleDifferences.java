package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.directory.IdentityDirectory.Membership;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import dev.meridian.tenancy.directory.KnownIdentities.KnownAccount;
import dev.meridian.tenancy.directory.KnownIdentities.KnownBinding;
import dev.meridian.tenancy.directory.SyncPlan.Withheld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which accounts and bindings have to change. Pure. */
final class PeopleDifferences {
  /** That many may always go at once; beyond it, one in ten. */
  private static final int MAY_GO = 5;

  /** A role at a tenant. */
  private record Wanted(String role, Place place) {}

  private final UnitDifferences units;
  private final KnownIdentities here;
  private final SyncRules rules;
  private final List<Difference> differences;
  private final List<Withheld> withheld;
  private final Map<UUID, String> paths = new HashMap<>();
  private final Set<String> names;

  PeopleDifferences(
      UnitDifferences units,
      KnownIdentities here,
      SyncRules rules,
      List<Difference> differences,
      List<Withheld> withheld) {
    this.units = units;
    this.here = here;
    this.rules = rules;
    this.differences = differences;
    this.withheld = withheld;
    this.names = new HashSet<>(here.otherUsernames());
    here.accounts().values().forEach(account -> names.add(account.username()));
    here.tenants().forEach(tenant -> paths.put(tenant.id(), tenant.path()));
    paths.put(here.root(), "-");
  }

  void find(List<Person> people) {
    Map<String, Person> present = new HashMap<>();
    List<Person> renamed = new ArrayList<>();
    List<Person> unknown = new ArrayList<>();
    for (Person person : people) {
      present.put(person.subject(), person);
      KnownAccount account = here.accounts().get(person.subject());
      Set<Wanted> wanted = wanted(person);
      if (account == null) {
        if (person.enabled() && !wanted.isEmpty()) {
          unknown.add(person);
        }
        continue;
      }
      if (!account.username().equals(person.username())
          || !account.displayName().equals(person.displayName())) {
        renamed.add(person);
      }
      state(person, account);
      bindings(account, wanted);
    }
    rename(renamed);
    unknown.forEach(this::make);
    gone(present.keySet());
  }

  private void state(Person person, KnownAccount account) {
    if (!person.enabled() && !account.disabled()) {
      differences.add(new Difference.Disable(account.id(), account.username(), false));
    } else if (person.enabled() && account.disabled() && !account.disabledHere()) {
      differences.add(new Difference.Enable(account.id(), account.username()));
    }
  }

  private void bindings(KnownAccount account, Set<Wanted> wanted) {
    Set<Wanted> held = new HashSet<>();
    for (KnownBinding binding : account.bindings()) {
      String path = paths.getOrDefault(binding.tenant(), binding.tenant().toString());
      Wanted one = new Wanted(binding.role(), new Place(binding.tenant(), path));
      held.add(one);
      if (binding.ofDirectory() && !wanted.contains(one)) {
        differences.add(
            new Difference.Unbind(
                account.id(), account.username(), binding.role(), binding.tenant(), path));
      }
    }
    wanted.stream()
        .filter(one -> !held.contains(one))
        .forEach(one -> bind(account.subject(), account.username(), one));
  }

  private void bind(String subject, String username, Wanted one) {
    differences.add(new Difference.Bind(subject, username, one.role(), one.place()));
  }

  /** A name may become free by another rename: as long as one can be done, the rest is tried. */
  private void rename(List<Person> renamed) {
    List<Person> left = new ArrayList<>(renamed);
    boolean more = true;
    while (more) {
      more = false;
      for (Person person : List.copyOf(left)) {
        KnownAccount account =
            Optional.ofNullable(here.accounts().get(person.subject())).orElseThrow();
        boolean same = account.username().equals(person.username());
        if (same || (isPossible(person) && !names.contains(person.username()))) {
          names.remove(account.username());
          names.add(person.username());
          differences.add(
              new Difference.Rename(
                  account.id(), account.username(), person.username(), person.displayName()));
          left.remove(person);
          more = true;
        }
      }
    }
    left.forEach(this::holdName);
  }

  private void make(Person person) {
    if (!isPossible(person) || !names.add(person.username())) {
      holdName(person);
      return;
    }
    differences.add(new Difference.MakeAccount(person));
    wanted(person).forEach(one -> bind(person.subject(), person.username(), one));
  }

  private static boolean isPossible(Person person) {
    return Accounts.isPossibleName(person.username());
  }

  private void holdName(Person person) {
    withheld.add(
        new Withheld(
            person.username(),
            isPossible(person)
                ? "an account of that name is here already and was not made by the directory; rename one of the two"
                : "the name is not possible here: use at most 100 lower-case letters, digits and ._@- there"));
  }

  private void gone(Set<String> present) {
    List<KnownAccount> gone =
        here.accounts().values().stream()
            .filter(account -> !present.contains(account.subject()))
            .sorted(Comparator.comparing(KnownAccount::username))
            .toList();
    long enabled = here.accounts().values().stream().filter(a -> !a.disabled()).count();
    long going = gone.stream().filter(account -> !account.disabled()).count();
    if (going > Math.max(MAY_GO, enabled / 10) && !rules.manyMayGo()) {
      withheld.add(
          new Withheld(
              "people",
              "%d of %d are gone from the directory at once and keep their access: when that is right, synchronise with --many-may-go"
                  .formatted(going, enabled)));
      return;
    }
    for (KnownAccount account : gone) {
      if (!account.disabled()) {
        differences.add(new Difference.Disable(account.id(), account.username(), true));
      }
      bindings(account, Set.of());
    }
  }

  private Set<Wanted> wanted(Person person) {
    Set<Wanted> wanted = new LinkedHashSet<>();
    for (Membership membership : person.memberships()) {
      Place place = units.place(membership.unit());
      Optional<Role> role = Role.find(membership.role());
      if (place == null) {
        continue;
      }
      if (role.isEmpty() || role.get().isOfPlatform() != (membership.unit() == null)) {
        withheld.add(
            new Withheld(
                person.username(),
                "the role %s cannot be given at %s: %s"
                    .formatted(
                        membership.role(),
                        units.name(membership.unit()),
                        membership.unit() == null
                            ? "roles of tenants are given to members of a tenant's group"
                            : "only tenants' built-in roles can")));
        continue;
      }
      wanted.add(new Wanted(role.get().key(), place));
    }
    return wanted;
  }
}
