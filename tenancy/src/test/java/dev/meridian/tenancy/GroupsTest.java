package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static UUID acme;
  private static UUID streams;
  private static UUID globex;
  private static int made;

  @BeforeAll
  static void tenants() {
    acme = database.tenant("acme");
    streams = database.tenant(acme, "streams");
    globex = database.tenant("globex");
  }

  @AfterEach
  void signOut() {
    database.callAs(null);
  }

  private static Groups groups() {
    return database.get(Groups.class);
  }

  private static HeldRoles held() {
    return database.get(HeldRoles.class);
  }

  private static Account somebody() {
    made++;
    String name = "somebody-" + made;
    return database.accounts().create(name, name, Account.Kind.PERSON, null);
  }

  private static Group group(UUID tenant) {
    made++;
    return groups().create(tenant, "group-" + made, "Group " + made);
  }

  private static void bind(Group group, Role role, UUID tenant, RoleScope scope) {
    database.get(Bindings.class).bind(group, RoleDefinition.of(role), tenant, scope, null);
    database.permissions().forget();
  }

  private static Set<String> rights(Account account, UUID tenant) {
    database.permissions().forget();
    database.callAs(account);
    return database.permissions().on(database.callers().current(), tenant);
  }

  @Test
  void givesEachMemberWhatTheGroupIsGivenAsLongAsSheIsIn() {
    Group crew = group(acme);
    Account ada = somebody();
    bind(crew, Role.TENANT_OPERATOR, acme, RoleScope.SUBTREE);
    assertThat(rights(ada, acme)).isEmpty();

    groups().add(crew, ada.id());
    groups().add(crew, ada.id());
    assertThat(rights(ada, acme)).isEqualTo(Role.TENANT_OPERATOR.permissions());
    assertThat(rights(ada, streams)).isEqualTo(Role.TENANT_OPERATOR.permissions());
    assertThat(rights(ada, globex)).isEmpty();
    assertThat(database.permissions().reach(database.callers().current(), "pod:write").subtrees())
        .containsExactly(acme);

    assertThat(groups().remove(crew, ada.id())).isTrue();
    assertThat(groups().remove(crew, ada.id())).isFalse();
    assertThat(rights(ada, acme)).isEmpty();
  }

  @Test
  void countsBelowWhereItIsBoundAndForEverybodyInIt() {
    Group crew = group(acme);
    Account ada = somebody();
    Account bob = somebody();
    groups().add(crew, ada.id());
    groups().add(crew, bob.id());
    bind(crew, Role.TENANT_VIEWER, streams, RoleScope.TENANT);

    assertThat(rights(ada, acme)).isEmpty();
    assertThat(rights(ada, streams)).isEqualTo(Role.TENANT_VIEWER.permissions());
    assertThat(rights(bob, streams)).isEqualTo(Role.TENANT_VIEWER.permissions());
    assertThat(groups().nearest(streams, crew.name())).isPresent();
    assertThat(groups().nearest(globex, crew.name())).isEmpty();
  }

  @Test
  void isNamedWhereItIsWhySomebodyMay() {
    Group crew = group(acme);
    Account ada = somebody();
    groups().add(crew, ada.id());
    bind(crew, Role.TENANT_VIEWER, acme, RoleScope.SUBTREE);

    assertThat(database.permissions().why(ada.id(), streams))
        .isNotEmpty()
        .allMatch(reason -> reason.group().equals(java.util.Optional.of(crew.name())));
    assertThat(held().of(ada.id())).extracting(one -> one.group().orElse("")).contains(crew.name());
  }

  @Test
  void takesItsBindingsAndRightsAlongWhenItIsDeleted() {
    Group crew = group(acme);
    Account ada = somebody();
    groups().add(crew, ada.id());
    bind(crew, Role.TENANT_ADMIN, acme, RoleScope.SUBTREE);

    groups().delete(crew);

    assertThat(rights(ada, acme)).isEmpty();
    assertThat(database.get(Bindings.class).named(acme, crew.name(), true)).isEmpty();
    assertThatThrownBy(() -> groups().own(acme, crew.name()))
        .isInstanceOf(TenancyException.NotFound.class);
  }

  @Test
  void asksOfWhoAddsAMemberForAllThatTheGroupHolds() {
    Group crew = group(acme);
    bind(crew, Role.TENANT_VIEWER, acme, RoleScope.SUBTREE);
    Account viewer = database.account("group-viewer", Role.TENANT_VIEWER, acme);
    Account below = database.account("group-below", Role.TENANT_ADMIN, streams);
    Roles roles = database.get(Roles.class);

    database.callAs(viewer);
    assertThatCode(() -> roles.requireGiverOfAll(database.callers().current(), held().of(crew)))
        .doesNotThrowAnyException();
    database.callAs(below);
    assertThatThrownBy(() -> roles.requireGiverOfAll(database.callers().current(), held().of(crew)))
        .isInstanceOf(TenancyException.NotHeld.class);
    bind(crew, Role.TENANT_OPERATOR, acme, RoleScope.SUBTREE);
    database.callAs(viewer);
    assertThatThrownBy(() -> roles.requireGiverOfAll(database.callers().current(), held().of(crew)))
        .isInstanceOf(TenancyException.NotHeld.class)
        .hasMessageContaining("pod:write");
  }

  /** A role of the same name made nearer by says nothing of what the group really holds. */
  @Test
  void isJudgedByTheRoleThatItIsBoundToAndNotByOneThatHidesIt() {
    Roles roles = database.get(Roles.class);
    RoleDefinition strong = roles.create(acme, "shadowed", "", Set.of("secret:reveal"));
    Group crew = group(streams);
    database.get(Bindings.class).bind(crew, strong, streams, RoleScope.SUBTREE, null);
    roles.create(streams, "shadowed", "", Set.of("tenant:read"));

    assertThat(held().of(crew))
        .extracting(HeldRole::role)
        .flatExtracting(RoleDefinition::permissions)
        .containsExactly("secret:reveal");
  }

  @Test
  void keepsATenantFromMovingAwayFromTheOwnerOfAGroupThatIsBoundInIt() {
    UUID moved = database.tenant(acme, "moved");
    Group crew = group(acme);
    bind(crew, Role.TENANT_VIEWER, moved, RoleScope.SUBTREE);

    assertThatThrownBy(
            () ->
                database
                    .scopes()
                    .asSystem(
                        SystemJob.TENANT_ADMINISTRATION,
                        () -> database.get(TenantTree.class).move(moved, globex)))
        .isInstanceOf(TenancyException.Conflict.class)
        .hasMessageContaining(crew.name());
  }

  @Test
  void refusesImpossibleAndTakenNames() {
    Group crew = group(acme);
    for (String name : new String[] {"", "Caps", "-dash", "a".repeat(64), "spa ce"}) {
      assertThatThrownBy(() -> groups().create(acme, name, "x"))
          .as(name)
          .isInstanceOf(TenancyException.Invalid.class);
    }
    assertThatThrownBy(() -> groups().create(acme, "fine", " "))
        .isInstanceOf(TenancyException.Invalid.class);
    assertThatThrownBy(() -> groups().create(acme, crew.name(), "x"))
        .isInstanceOf(TenancyException.NameTaken.class);
    assertThat(groups().create(globex, crew.name(), "x").tenant()).isEqualTo(globex);
  }
}
