package dev.meridian.tenancy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.directory.IdentityDirectory.Membership;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import dev.meridian.tenancy.directory.IdentityDirectory.Shown;
import dev.meridian.tenancy.directory.IdentityDirectory.Unit;
import dev.meridian.tenancy.directory.IdentityDirectory.UnitKind;
import dev.meridian.tenancy.directory.KnownIdentities.KnownAccount;
import dev.meridian.tenancy.directory.KnownIdentities.KnownBinding;
import dev.meridian.tenancy.directory.KnownIdentities.KnownTenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A directory and a Meridian in memory that differences can be applied to. */
final class ModelWorld {
  static final UUID ROOT = new UUID(0, 1);
  private static final String ADMIN = Role.PLATFORM_ADMIN.key();
  private static final List<String> NAMES = List.of("a", "b", "c", "No Label");
  private static final List<String> USERS =
      List.of("ada", "bob", "cy", "dee", "eve", "Not/Possible");
  private static final List<String> ROLES =
      List.of(ADMIN, "finance", "tenant-admin", "tenant-viewer", "no-role");

  final List<Person> people = new ArrayList<>();
  final List<Unit> units = new ArrayList<>();
  final Set<String> roles = new HashSet<>();
  final List<Shown> shown = new ArrayList<>();
  final Map<String, KnownAccount> accounts = new HashMap<>();
  final Set<String> otherUsernames = new HashSet<>(Set.of("eve"));
  final List<KnownTenant> tenants = new ArrayList<>();
  final Map<String, Optional<UUID>> links = new HashMap<>();
  private long ids = 100;

  static ModelWorld random(Random random) {
    ModelWorld world = new ModelWorld();
    world.fillMeridian(random);
    world.fillDirectory(random);
    return world;
  }

  private void fillMeridian(Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      KnownTenant above =
          tenants.isEmpty() || random.nextBoolean()
              ? null
              : tenants.get(random.nextInt(tenants.size()));
      String name = NAMES.get(random.nextInt(3));
      String path = above == null ? name : above.path() + "/" + name;
      if (tenants.stream().noneMatch(one -> one.path().equals(path))) {
        tenants.add(new KnownTenant(id(), path));
      }
    }
    List<String> free = new ArrayList<>(USERS.subList(0, 4));
    Collections.shuffle(free, random);
    for (int i = random.nextInt(5); i > 0; i--) {
      String subject = "s" + i;
      Set<KnownBinding> bindings = new HashSet<>();
      for (int b = random.nextInt(3); b > 0; b--) {
        boolean platform = tenants.isEmpty() || random.nextBoolean();
        bindings.add(
            new KnownBinding(
                platform ? ROOT : tenants.get(random.nextInt(tenants.size())).id(),
                platform ? ADMIN : "tenant-viewer",
                random.nextInt(3) > 0));
      }
      boolean disabled = random.nextInt(3) == 0;
      accounts.put(
          subject,
          new KnownAccount(
              id(),
              subject,
              free.removeFirst(),
              "D",
              disabled,
              disabled && random.nextBoolean(),
              once(bindings)));
    }
  }

  /** The schema holds a role at a tenant once, whoever gave it. */
  private static Set<KnownBinding> once(Set<KnownBinding> bindings) {
    Map<String, KnownBinding> byKey = new HashMap<>();
    bindings.forEach(one -> byKey.put(one.tenant() + one.role(), one));
    return Set.copyOf(byKey.values());
  }

  private void fillDirectory(Random random) {
    for (int i = random.nextInt(5); i > 0; i--) {
      boolean organisation = random.nextInt(3) == 0;
      List<Unit> groups = units.stream().filter(u -> u.kind() == UnitKind.GROUP).toList();
      @Nullable String parent =
          organisation || groups.isEmpty() || random.nextBoolean()
              ? null
              : groups.get(random.nextInt(groups.size())).id();
      String name = NAMES.get(random.nextInt(NAMES.size()));
      UnitKind kind = organisation ? UnitKind.ORGANISATION : UnitKind.GROUP;
      if (units.stream()
          .noneMatch(
              u ->
                  u.kind() == kind
                      && u.name().equals(name)
                      && java.util.Objects.equals(u.parent(), parent))) {
        Unit unit =
            new Unit("u" + i, kind, parent, name, name, !organisation && random.nextBoolean());
        units.add(unit);
        if (random.nextInt(3) == 0) {
          links.put(
              unit.id(),
              tenants.isEmpty() || random.nextInt(3) == 0
                  ? Optional.empty()
                  : Optional.of(tenants.get(random.nextInt(tenants.size())).id()));
        }
      }
    }
    List<String> free = new ArrayList<>(USERS);
    Collections.shuffle(free, random);
    for (int i = random.nextInt(6); i > 0; i--) {
      Set<Membership> memberships = new HashSet<>();
      for (int m = random.nextInt(4); m > 0; m--) {
        boolean platform = units.isEmpty() || random.nextBoolean();
        memberships.add(
            new Membership(
                platform ? null : units.get(random.nextInt(units.size())).id(),
                ROLES.get(random.nextInt(ROLES.size()))));
      }
      people.add(
          new Person(
              "s" + i,
              free.removeFirst(),
              random.nextBoolean() ? "D" : "E",
              Account.Kind.PERSON,
              random.nextInt(3) > 0,
              memberships));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      shown.add(
          new Shown(
              "x" + i,
              NAMES.get(i) + ":tenant-viewer",
              Set.of("s" + random.nextInt(6), "stranger")));
    }
    Set.of(ADMIN, "finance").stream().filter(r -> random.nextBoolean()).forEach(roles::add);
  }

  SyncPlan plan(SyncRules rules) {
    return Synchronisation.between(there(), here(), rules);
  }

  IdentityDirectory there() {
    return new IdentityDirectory(people, units, roles, shown);
  }

  KnownIdentities here() {
    return new KnownIdentities(ROOT, accounts, otherUsernames, tenants, links);
  }

  long administrators() {
    return accounts.values().stream()
        .filter(account -> !account.disabled())
        .filter(
            account ->
                account.bindings().stream()
                    .anyMatch(one -> one.role().equals(ADMIN) && one.tenant().equals(ROOT)))
        .count();
  }

  void apply(Difference difference) {
    switch (difference) {
      case Difference.MakeTenant made -> {
        assertThat(tenants).noneMatch(one -> one.path().equals(made.place().path()));
        tenant(made.parent());
        KnownTenant tenant = new KnownTenant(id(), made.place().path());
        tenants.add(tenant);
        links.put(made.unit().id(), Optional.of(tenant.id()));
      }
      case Difference.LinkTenant linked ->
          links.put(linked.unit().id(), Optional.of(tenant(linked.place())));
      case Difference.Rename renamed -> {
        assertThat(otherUsernames).doesNotContain(renamed.username());
        assertThat(accounts.values())
            .noneMatch(
                one ->
                    one.username().equals(renamed.username())
                        && !one.id().equals(renamed.account()));
        change(
            renamed.account(),
            old ->
                new KnownAccount(
                    old.id(),
                    old.subject(),
                    renamed.username(),
                    renamed.displayName(),
                    old.disabled(),
                    old.disabledHere(),
                    old.bindings()));
      }
      case Difference.MakeAccount made -> {
        Person person = made.person();
        assertThat(otherUsernames).doesNotContain(person.username());
        assertThat(accounts.values()).noneMatch(one -> one.username().equals(person.username()));
        accounts.put(
            person.subject(),
            new KnownAccount(
                id(),
                person.subject(),
                person.username(),
                person.displayName(),
                false,
                false,
                Set.of()));
      }
      case Difference.Enable enabled -> change(enabled.account(), old -> disabled(old, false));
      case Difference.Disable off -> change(off.account(), old -> disabled(old, true));
      case Difference.Bind bound -> {
        KnownAccount account = Optional.ofNullable(accounts.get(bound.subject())).orElseThrow();
        Set<KnownBinding> all = new HashSet<>(account.bindings());
        assertThat(all.add(new KnownBinding(tenant(bound.place()), bound.role(), true))).isTrue();
        change(account.id(), old -> bound(old, all));
      }
      case Difference.Unbind unbound ->
          change(
              unbound.account(),
              old -> {
                Set<KnownBinding> all = new HashSet<>(old.bindings());
                assertThat(all.remove(new KnownBinding(unbound.tenant(), unbound.role(), true)))
                    .as("only what a directory gave is taken back")
                    .isTrue();
                return bound(old, all);
              });
      case Difference.MakeRole made -> roles.add(made.role());
      case Difference.MakeGroup made -> {
        UUID above = tenant(made.parent());
        @Nullable String parent =
            above.equals(ROOT)
                ? null
                : units.stream()
                    .filter(u -> u.kind() == UnitKind.GROUP)
                    .filter(u -> Optional.of(above).equals(links.get(u.id())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no group above " + made))
                    .id();
        Unit unit = new Unit("g" + id(), UnitKind.GROUP, parent, made.name(), made.name(), true);
        units.add(unit);
        links.put(unit.id(), Optional.of(tenant(made.place())));
      }
      case Difference.RemoveGroup removed -> remove(removed.unit().id());
      case Difference.ShowMember member -> {
        Shown group =
            shown.stream()
                .filter(one -> one.name().equals(member.group()))
                .findFirst()
                .orElseGet(() -> new Shown("x" + id(), member.group(), Set.of()));
        Set<String> in = new HashSet<>(group.members());
        assertThat(in.add(member.subject())).isTrue();
        shown.remove(group);
        shown.add(new Shown(group.id(), group.name(), in));
      }
      case Difference.HideMember member -> {
        Shown group =
            shown.stream()
                .filter(one -> one.id().equals(member.group().id()))
                .findFirst()
                .orElseThrow();
        Set<String> in = new HashSet<>(group.members());
        assertThat(in.remove(member.subject())).isTrue();
        shown.remove(group);
        shown.add(new Shown(group.id(), group.name(), in));
      }
      case Difference.RemoveShown gone ->
          assertThat(shown.removeIf(one -> one.id().equals(gone.group().id()))).isTrue();
    }
  }

  /** As Keycloak does: with all that is below. */
  private void remove(String unit) {
    units.removeIf(one -> one.id().equals(unit));
    units.stream()
        .filter(one -> unit.equals(one.parent()))
        .map(Unit::id)
        .toList()
        .forEach(this::remove);
  }

  private UUID tenant(Place place) {
    return place.tenant() != null
        ? place.tenant()
        : tenants.stream()
            .filter(one -> one.path().equals(place.path()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not made before it is used: " + place))
            .id();
  }

  private void change(UUID account, UnaryOperator<KnownAccount> how) {
    String subject =
        accounts.values().stream()
            .filter(a -> a.id().equals(account))
            .findFirst()
            .orElseThrow()
            .subject();
    accounts.computeIfPresent(subject, (key, old) -> how.apply(old));
  }

  private static KnownAccount disabled(KnownAccount old, boolean disabled) {
    assertThat(old.disabled()).isNotEqualTo(disabled);
    return new KnownAccount(
        old.id(),
        old.subject(),
        old.username(),
        old.displayName(),
        disabled,
        false,
        old.bindings());
  }

  private static KnownAccount bound(KnownAccount old, Set<KnownBinding> bindings) {
    return new KnownAccount(
        old.id(),
        old.subject(),
        old.username(),
        old.displayName(),
        old.disabled(),
        old.disabledHere(),
        bindings);
  }

  private UUID id() {
    return new UUID(0, ids++);
  }
}
