package dev.meridian.tenancy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import dev.meridian.tenancy.directory.KnownIdentities.KnownAccount;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any directory against any Meridian. */
class SynchronisationPropertiesTest {
  @Property(tries = 3000)
  void isDoneAfterOneRun(@ForAll long seed, @ForAll boolean publish, @ForAll boolean manyMayGo) {
    ModelWorld world = ModelWorld.random(new Random(seed));
    SyncRules rules = new SyncRules(publish, manyMayGo);

    world.plan(rules).differences().forEach(world::apply);

    assertThat(world.plan(rules).differences()).isEmpty();
  }

  @Property(tries = 3000)
  void neverTakesTheLastAdministrator(@ForAll long seed) {
    ModelWorld world = ModelWorld.random(new Random(seed));
    boolean had = world.administrators() > 0;

    world.plan(new SyncRules(false, true)).differences().forEach(world::apply);

    assertThat(had && world.administrators() == 0).isFalse();
  }

  @Property(tries = 3000)
  void leavesAccountsAloneThatItDidNotMake(@ForAll long seed) {
    ModelWorld world = ModelWorld.random(new Random(seed));
    Set<String> others = new HashSet<>(world.otherUsernames);

    for (Difference one : world.plan(new SyncRules(true, true)).differences()) {
      String name =
          switch (one) {
            case Difference.MakeAccount made -> made.person().username();
            case Difference.Rename renamed -> renamed.username();
            case Difference.Bind bound -> bound.username();
            case Difference.Unbind unbound -> unbound.username();
            case Difference.Disable disabled -> disabled.username();
            case Difference.Enable enabled -> enabled.username();
            case Difference other -> "";
          };
      assertThat(others).as(one.text()).doesNotContain(name);
    }
  }

  @Property(tries = 3000)
  void leavesNoAccessToThoseWhoAreDisabledThere(@ForAll long seed) {
    ModelWorld world = ModelWorld.random(new Random(seed));

    SyncPlan plan = world.plan(new SyncRules(false, false));
    plan.differences().forEach(world::apply);

    for (Person person : world.people) {
      KnownAccount account = world.accounts.get(person.subject());
      if (account != null && !person.enabled() && !account.disabled()) {
        assertThat(plan.withheld())
            .anyMatch(one -> one.reason().contains("stays platform administrator"));
        assertThat(world.administrators()).isEqualTo(1);
      }
    }
  }

  @Property(tries = 1000)
  void doesNotDependOnTheOrderOfTheAnswers(@ForAll long seed) {
    ModelWorld world = ModelWorld.random(new Random(seed));
    SyncRules rules = new SyncRules(true, false);
    SyncPlan plan = world.plan(rules);

    Collections.reverse(world.people);
    Collections.reverse(world.units);
    Collections.reverse(world.tenants);

    assertThat(world.plan(rules)).isEqualTo(plan);
  }
}
