package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import dev.meridian.tenancy.directory.IdentityDirectory.Unit;
import dev.meridian.tenancy.directory.SyncPlan.Withheld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What has to change so that Meridian says what a directory says. Pure; applying all differences
 * leaves none. Only accounts that a directory made, and bindings that a directory gave, are ever
 * changed or taken back, and the last platform administrator who can sign in stays.
 */
public final class Synchronisation {
  private static final List<Class<? extends Difference>> ORDER =
      List.of(
          Difference.MakeTenant.class,
          Difference.LinkTenant.class,
          Difference.Rename.class,
          Difference.MakeAccount.class,
          Difference.Enable.class,
          Difference.Bind.class,
          Difference.Unbind.class,
          Difference.Disable.class,
          Difference.MakeRole.class,
          Difference.RemoveGroup.class,
          Difference.MakeGroup.class,
          Difference.ShowMember.class,
          Difference.HideMember.class,
          Difference.RemoveShown.class);

  private static final int FEW_ROLES = 20;

  private Synchronisation() {}

  public static SyncPlan between(IdentityDirectory there, KnownIdentities here, SyncRules rules) {
    List<Difference> differences = new ArrayList<>();
    List<Withheld> withheld = new ArrayList<>();
    UnitDifferences units = new UnitDifferences(there, here, differences, withheld);
    units.find();
    PeopleDifferences people = new PeopleDifferences(units, here, rules, differences, withheld);
    people.find(there.people().stream().sorted(Comparator.comparing(Person::subject)).toList());
    LastAdministrator.keep(here, differences, withheld);
    keepMany(here, rules, differences, withheld);
    if (rules.publish()) {
      Arrays.stream(Role.values())
          .map(Role::key)
          .filter(role -> !there.roles().contains(role))
          .map(Difference.MakeRole::new)
          .forEach(differences::add);
      units.publish();
      new ShownDifferences(there, here, differences, withheld).find();
    } else {
      units.keep();
    }
    return new SyncPlan(sorted(differences), sorted(withheld, Withheld::subject));
  }

  /**
   * Takes nothing from very many at once without a person's word: a part of the directory that is
   * not found looks as if nobody were in it.
   */
  private static void keepMany(
      KnownIdentities here,
      SyncRules rules,
      List<Difference> differences,
      List<Withheld> withheld) {
    long taken = differences.stream().filter(Difference.Unbind.class::isInstance).count();
    long given =
        here.accounts().values().stream()
            .flatMap(one -> one.bindings().stream())
            .filter(KnownIdentities.KnownBinding::ofDirectory)
            .count();
    if (rules.manyMayGo() || taken <= Math.max(FEW_ROLES, given / 10)) {
      return;
    }
    differences.removeIf(Difference.Unbind.class::isInstance);
    withheld.add(
        new Withheld(
            "roles",
            "%d of %d roles would be taken away at once; look whether groups or organisations are missing, and confirm it with --many-may-go"
                .formatted(taken, given)));
  }

  /**
   * The same for one person alone, as a token describes them.
   *
   * @param here has no other account than theirs
   * @param otherAdministrator whether somebody else administers the platform
   */
  static SyncPlan ofOne(
      Person person, List<Unit> units, KnownIdentities here, boolean otherAdministrator) {
    List<Difference> differences = new ArrayList<>();
    List<Withheld> withheld = new ArrayList<>();
    UnitDifferences places =
        new UnitDifferences(
            new IdentityDirectory(List.of(person), units, Set.of()), here, differences, withheld);
    places.find();
    places.keep();
    new PeopleDifferences(places, here, new SyncRules(false, true), differences, withheld)
        .find(List.of(person));
    if (!otherAdministrator) {
      LastAdministrator.keep(here, differences, withheld);
    }
    return new SyncPlan(sorted(differences), sorted(withheld, Withheld::subject));
  }

  /** By kind, then by text; renames stay in the order in which names become free. */
  private static List<Difference> sorted(List<Difference> differences) {
    return differences.stream()
        .sorted(
            Comparator.comparingInt((Difference one) -> ORDER.indexOf(one.getClass()))
                .thenComparing(one -> one instanceof Difference.Rename ? "" : key(one)))
        .toList();
  }

  /** A tenant comes before those below it. */
  private static String key(Difference one) {
    return switch (one) {
      case Difference.MakeTenant made -> made.place().path();
      case Difference.MakeGroup made -> made.place().path();
      case Difference other -> other.text();
    };
  }

  private static List<Withheld> sorted(
      List<Withheld> withheld, java.util.function.Function<Withheld, String> by) {
    return withheld.stream().sorted(Comparator.comparing(by)).distinct().toList();
  }
}
