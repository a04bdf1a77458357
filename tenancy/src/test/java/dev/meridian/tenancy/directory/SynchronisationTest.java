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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SynchronisationTest {
  private static final SyncRules CAREFUL = new SyncRules(false, false);
  private final ModelWorld world = new ModelWorld();

  @Test
  void makesTenantsAccountsAndBindingsInThatOrder() {
    world.units.add(new Unit("g1", UnitKind.GROUP, null, "acme", "Acme"));
    world.units.add(new Unit("g2", UnitKind.GROUP, "g1", "streams", "Streams"));
    person("s1", "ada", true, new Membership("g2", "tenant-admin"));

    assertThat(texts())
        .containsExactly(
            "make the tenant \"acme\"",
            "make the tenant \"acme/streams\"",
            "make the account \"ada\"",
            "give \"ada\" the role tenant-admin at \"acme/streams\"");
  }

  @Test
  void tiesATenantThatIsThereAlready() {
    tenant("acme");
    world.units.add(new Unit("o1", UnitKind.ORGANISATION, null, "acme", "Acme"));

    assertThat(texts()).containsExactly("tie the tenant \"acme\" to the organisation acme");
  }

  @Test
  void doesNotMakeATenantAgainThatWasDeletedHere() {
    world.units.add(new Unit("o1", UnitKind.ORGANISATION, null, "acme", "Acme"));
    world.links.put("o1", Optional.empty());

    SyncPlan plan = world.plan(CAREFUL);

    assertThat(plan.differences()).isEmpty();
    assertThat(plan.withheld()).singleElement().extracting("subject").isEqualTo("acme");
  }

  @Test
  void keepsTheTenantOfAGroupThatIsCalledOtherwiseNow() {
    UUID acme = tenant("acme");
    world.units.add(new Unit("g1", UnitKind.GROUP, null, "acme-corp", "Acme"));
    world.links.put("g1", Optional.of(acme));

    assertThat(texts()).isEmpty();
  }

  @Test
  void keepsABindingThatAPersonMade() {
    UUID acme = tenant("acme");
    account("s1", "ada", new KnownBinding(acme, "tenant-admin", false));
    person("s1", "ada", true);

    assertThat(texts()).isEmpty();
  }

  @Test
  void doesNotEnableWhatAPersonDisabledHere() {
    world.accounts.put(
        "s1", new KnownAccount(new UUID(1, 1), "s1", "ada", "D", true, true, Set.of()));
    person("s1", "ada", true);

    assertThat(texts()).isEmpty();
  }

  @Test
  void givesNoPlatformRoleToMembersOfAGroup() {
    tenant("acme");
    world.units.add(new Unit("g1", UnitKind.GROUP, null, "acme", "Acme"));
    person("s1", "ada", true, new Membership("g1", "platform-admin"));

    SyncPlan plan = world.plan(CAREFUL);

    assertThat(plan.differences()).noneMatch(one -> one instanceof Difference.Bind);
    assertThat(plan.withheld())
        .anyMatch(one -> one.reason().contains("platform-admin cannot be given at acme"));
  }

  @Test
  void asksBeforeManyPeopleLoseTheirAccessBecauseTheyAreGone() {
    for (int i = 0; i < 8; i++) {
      account("s" + i, "user" + i);
    }

    SyncPlan careful = world.plan(CAREFUL);
    assertThat(careful.differences()).isEmpty();
    assertThat(careful.withheld()).singleElement().asString().contains("8 of 8", "--many-may-go");
    assertThat(world.plan(new SyncRules(false, true)).differences()).hasSize(8);
  }

  @Test
  void letsTwoPeopleTakeEachOthersFormerNameOnlyWhenOneIsFree() {
    account("s1", "ada");
    account("s2", "bob");
    person("s1", "bob", true);
    person("s2", "cy", true);

    assertThat(texts())
        .containsExactly(
            "call the account \"bob\" \"cy\" (D)", "call the account \"ada\" \"bob\" (D)");
  }

  @Test
  void removesAGroupThatItMadeWhenItsTenantIsDeletedAndNothingElseIsBelow() {
    world.roles.addAll(Arrays.stream(Role.values()).map(Role::key).toList());
    world.units.add(new Unit("g1", UnitKind.GROUP, null, "acme", "acme", true));
    world.units.add(new Unit("g2", UnitKind.GROUP, null, "globex", "globex", true));
    world.units.add(new Unit("g3", UnitKind.GROUP, "g2", "kept", "kept", false));
    world.units.add(new Unit("g4", UnitKind.GROUP, null, "theirs", "theirs", false));
    List.of("g1", "g2", "g3", "g4").forEach(id -> world.links.put(id, Optional.empty()));

    SyncPlan plan = world.plan(new SyncRules(true, false));

    assertThat(plan.differences())
        .singleElement()
        .isEqualTo(new Difference.RemoveGroup(world.units.getFirst()));
    assertThat(plan.withheld()).extracting("subject").containsExactly("globex", "kept", "theirs");
    assertThat(texts()).as("without publishing").isEmpty();
  }

  @Test
  void showsWhomPeopleHereGaveARoleAndNobodyElse() {
    world.roles.addAll(Arrays.stream(Role.values()).map(Role::key).toList());
    UUID acme = tenant("acme");
    world.units.add(new Unit("g1", UnitKind.GROUP, null, "acme", "acme", true));
    world.links.put("g1", Optional.of(acme));
    account("s1", "ada", new KnownBinding(acme, "tenant-admin", false));
    account("s2", "bob", new KnownBinding(acme, "tenant-admin", true));
    account("s3", "cyd", new KnownBinding(acme, "tenant-admin", false));
    account("s4", "dee", new KnownBinding(ModelWorld.ROOT, "platform-admin", false));
    person("s1", "ada", true);
    person("s2", "bob", true, new Membership("g1", "tenant-admin"));
    person("s3", "cyd", false);
    person("s4", "dee", true);
    world.shown.add(new Shown("x1", "acme:tenant-viewer", Set.of("s2")));
    world.shown.add(new Shown("x2", "acme:tenant-admin", Set.of("s3")));

    assertThat(
            world.plan(new SyncRules(true, false)).differences().stream()
                .filter(Difference::isOutside)
                .map(Difference::text))
        .containsExactly(
            "show in the directory that \"ada\" has the role tenant-admin at \"acme\"",
            "take s3 out of the group acme:tenant-admin in the directory",
            "remove the group acme:tenant-viewer from the directory: nobody has that role from here");
    assertThat(world.plan(CAREFUL).differences()).noneMatch(Difference::isOutside);
  }

  private List<String> texts() {
    return world.plan(CAREFUL).differences().stream().map(Difference::text).toList();
  }

  private UUID tenant(String name) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    world.tenants.add(new KnownIdentities.KnownTenant(id, name));
    return id;
  }

  private void account(String subject, String username, KnownBinding... bindings) {
    world.accounts.put(
        subject,
        new KnownAccount(
            UUID.randomUUID(), subject, username, "D", false, false, Set.of(bindings)));
  }

  private void person(String subject, String username, boolean enabled, Membership... all) {
    world.people.add(new Person(subject, username, "D", Account.Kind.PERSON, enabled, Set.of(all)));
  }
}
