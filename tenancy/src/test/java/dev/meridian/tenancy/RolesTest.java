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

class RolesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static UUID acme;
  private static UUID streams;
  private static UUID globex;
  private static Account boss;

  @BeforeAll
  static void tenantsAndAnAdmin() {
    acme = database.tenant("acme");
    streams = database.tenant(acme, "streams");
    globex = database.tenant("globex");
    boss = database.account("boss", Role.TENANT_ADMIN, acme);
  }

  @AfterEach
  void signOut() {
    database.callAs(null);
  }

  private static Roles roles() {
    return database.get(Roles.class);
  }

  private static Caller as(Account account) {
    database.callAs(account);
    return database.callers().current();
  }

  private static Account somebody(String name) {
    return database.accounts().create(name, name, Account.Kind.PERSON, null);
  }

  private static void bind(Account account, String role, UUID tenant, RoleScope scope) {
    database
        .get(Bindings.class)
        .bind(account.id(), roles().require(tenant, role), tenant, scope, null);
    database.permissions().forget();
  }

  @Test
  void containsOnlyWhatItsAuthorHolds() {
    Caller author = as(boss);
    assertThatCode(() -> roles().requireAuthor(author, acme, Set.of("secret:reveal", "pod:write")))
        .doesNotThrowAnyException();

    Caller developer = as(database.account("maker", Role.TENANT_DEVELOPER, acme));
    assertThatThrownBy(
            () -> roles().requireAuthor(developer, acme, Set.of("instance:read", "secret:reveal")))
        .isInstanceOf(TenancyException.NotHeld.class)
        .hasMessageContaining("secret:reveal")
        .hasMessageNotContaining("instance:read,");
    assertThatThrownBy(() -> roles().requireAuthor(author, globex, Set.of("pod:write")))
        .isInstanceOf(TenancyException.NotHeld.class);
  }

  @Test
  void refusesPermissionsThatDoNotExistOrBelongToThePlatform() {
    Caller admin = as(database.account("top", Role.PLATFORM_ADMIN, database.tenants().root().id()));
    for (String permission : new String[] {"pod:fly", "region:write", "role:grant", ""}) {
      assertThatThrownBy(() -> roles().requireAuthor(admin, acme, Set.of(permission)))
          .as(permission)
          .isInstanceOf(TenancyException.Invalid.class);
    }
    assertThatThrownBy(() -> roles().create(acme, "empty", "", Set.of()))
        .isInstanceOf(TenancyException.Invalid.class);
  }

  @Test
  void isKnownInTheSubtreeOfItsTenantAndNowhereElse() {
    roles().create(acme, "restarter", "", Set.of("tenant:read", "pod:write"));

    assertThat(roles().find(streams, "restarter")).isPresent();
    assertThat(roles().customAt(streams, null, 10)).extracting("name").contains("restarter");
    assertThat(roles().find(globex, "restarter")).isEmpty();
    assertThat(roles().customAt(globex, null, 10)).isEmpty();
  }

  @Test
  void changesForAllWhoHaveTheRole() {
    roles().create(acme, "changing", "", Set.of("tenant:read", "pod:write"));
    Account holder = somebody("holder");
    bind(holder, "changing", streams, RoleScope.SUBTREE);
    Caller caller = as(holder);
    assertThat(database.permissions().on(caller, streams))
        .containsExactlyInAnyOrder("tenant:read", "pod:write");

    roles().change(acme, "changing", "", Set.of("tenant:read"));
    database.permissions().forget();

    assertThat(database.permissions().on(caller, streams)).containsExactly("tenant:read");
    assertThatThrownBy(() -> roles().delete(acme, "changing"))
        .isInstanceOf(TenancyException.Conflict.class)
        .hasMessageContaining("holder");
  }

  @Test
  void takesNoNameOfABuiltInRoleAndNoneTwice() {
    roles().create(acme, "once", "", Set.of("pod:write"));
    for (String name : new String[] {"tenant-admin", "once"}) {
      assertThatThrownBy(() -> roles().create(acme, name, "", Set.of("pod:write")))
          .isInstanceOf(TenancyException.NameTaken.class);
    }
    assertThatThrownBy(() -> roles().create(acme, "Not A Name", "", Set.of("pod:write")))
        .isInstanceOf(TenancyException.Invalid.class);
  }

  @Test
  void countsABindingOfTheTenantAloneNotBelowIt() {
    Account only = somebody("only");
    bind(only, "tenant-viewer", acme, RoleScope.TENANT);
    Caller caller = as(only);
    Permissions permissions = database.permissions();

    assertThat(permissions.may(caller, "instance:read", acme)).isTrue();
    assertThat(permissions.mayThroughout(caller, "instance:read", acme)).isFalse();
    assertThat(permissions.may(caller, "instance:read", streams)).isFalse();
    assertThat(permissions.reach(caller, "tenant:read"))
        .isEqualTo(new Permissions.Reach(java.util.List.of(), java.util.List.of(acme)));
    assertThat(database.tenants().within(permissions.reach(caller, "tenant:read"), null, null, 9))
        .extracting(Tenant::path)
        .containsExactly("acme");
    assertThatThrownBy(() -> permissions.requireSubtree("acme", "instance:read"))
        .isInstanceOf(TenancyException.Forbidden.class);
  }

  @Test
  void letsNobodyGiveWhatTheyDoNotHold() {
    Caller developer = as(database.account("giver", Role.TENANT_DEVELOPER, acme));
    RoleDefinition admin = roles().require(acme, "tenant-admin");
    assertThatThrownBy(() -> roles().requireGiver(developer, admin, acme, RoleScope.SUBTREE, null))
        .isInstanceOf(TenancyException.NotHeld.class)
        .hasMessageContaining("secret:reveal");
    assertThatCode(() -> roles().requireGiver(as(boss), admin, acme, RoleScope.SUBTREE, null))
        .doesNotThrowAnyException();

    Account alone = somebody("alone");
    bind(alone, "tenant-admin", acme, RoleScope.TENANT);
    Caller here = as(alone);
    assertThatThrownBy(() -> roles().requireGiver(here, admin, acme, RoleScope.SUBTREE, null))
        .as("held on the tenant, given for all below it")
        .isInstanceOf(TenancyException.NotHeld.class);
    assertThatCode(() -> roles().requireGiver(here, admin, acme, RoleScope.TENANT, null))
        .doesNotThrowAnyException();
  }

  @Test
  void letsThePlatformAdministratorGiveBuiltInRolesThatHoldMore() {
    Caller root =
        as(database.account("granter", Role.PLATFORM_ADMIN, database.tenants().root().id()));
    RoleDefinition revealing = roles().create(acme, "revealing", "", Set.of("secret:reveal"));

    assertThatCode(
            () ->
                roles()
                    .requireGiver(
                        root, roles().require(acme, "tenant-admin"), acme, RoleScope.SUBTREE, null))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> roles().requireGiver(root, revealing, acme, RoleScope.SUBTREE, null))
        .isInstanceOf(TenancyException.NotHeld.class);
  }

  @Test
  void tellsWhichBindingGivesEachPermission() {
    Account both = somebody("both");
    bind(both, "tenant-viewer", acme, RoleScope.SUBTREE);
    bind(both, "tenant-operator", streams, RoleScope.TENANT);

    assertThat(database.permissions().why(both.id(), streams))
        .contains(
            new Permissions.Reason(
                "log:read",
                "tenant-viewer",
                database.tenants().find(acme),
                RoleScope.SUBTREE,
                java.util.Optional.empty(),
                java.util.Optional.empty()),
            new Permissions.Reason(
                "pod:write",
                "tenant-operator",
                database.tenants().find(streams),
                RoleScope.TENANT,
                java.util.Optional.empty(),
                java.util.Optional.empty()));
    assertThat(database.permissions().why(both.id(), acme))
        .noneMatch(reason -> reason.permission().equals("pod:write"));
    assertThat(database.permissions().why(both.id(), globex)).isEmpty();
  }

  @Test
  void showsOperatorsAndAuditorsNoSecretAndLetsAuditorsChangeNothing() {
    assertThat(Role.TENANT_OPERATOR.permissions()).noneMatch(one -> one.startsWith("secret:"));
    assertThat(Role.PLATFORM_AUDITOR.permissions())
        .allMatch(one -> one.endsWith(":read") && !one.startsWith("secret:"));
  }
}
