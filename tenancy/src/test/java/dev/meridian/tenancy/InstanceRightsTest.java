package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bindings that count for one instance. */
class InstanceRightsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static UUID acme;
  private static UUID kafka;
  private static Account operator;

  @BeforeAll
  static void twoInstancesAndAnOperatorOfOne() {
    acme = database.tenant("acme");
    kafka = instance(acme, "kafka");
    instance(acme, "cassandra");
    operator = database.accounts().create("op", "op", Account.Kind.PERSON, null);
    bind(operator, kafka);
  }

  @AfterEach
  void signOut() {
    database.callAs(null);
  }

  private static void bind(Account account, UUID instance) {
    database
        .get(Bindings.class)
        .bind(
            account.id(),
            database.get(Roles.class).require(acme, "tenant-operator"),
            acme,
            RoleScope.INSTANCE,
            instance);
    database.permissions().forget();
  }

  private static UUID instance(UUID tenant, String name) {
    UUID id = Ids.next();
    database
        .scopes()
        .asSystem(
            SystemJob.MAINTENANCE,
            () -> {
              UUID root = database.tenants().root().id();
              UUID packageId = Ids.next();
              database
                  .jdbc()
                  .sql(
                      """
                      insert into package_version (tenant_id, id, name, version, sort_key, summary,
                        metadata, bundle, digest, published_at, published_by)
                      values (?, ?, 'some', ?, '', '', '{}', '', '', now(), '')
                      """)
                  .params(root, packageId, packageId.toString())
                  .update();
              database
                  .jdbc()
                  .sql(
                      """
                      insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
                        state_reason, state_since, target_configuration, placement, created_at,
                        created_by)
                      values (?, ?, ?, ?, ?, 'RUNNING', '', now(), 1, '{}', now(), '')
                      """)
                  .params(tenant, id, name, root, packageId)
                  .update();
            });
    return id;
  }

  @Test
  void countsForThatInstanceAndNothingElse() {
    database.callAs(operator);
    Permissions permissions = database.permissions();

    assertThat(permissions.requireInstance("acme", "kafka", "pod:write")).isEqualTo(acme);
    for (String other : new String[] {"cassandra", "nothing"}) {
      assertThatThrownBy(() -> permissions.requireInstance("acme", other, "pod:write"))
          .as(other)
          .isInstanceOf(TenancyException.NotFound.class)
          .hasMessageContaining("Tenant 'acme'");
    }
    assertThatThrownBy(() -> permissions.requireTenant("acme", "tenant:read"))
        .isInstanceOf(TenancyException.NotFound.class);
    assertThatThrownBy(() -> permissions.requireInstance("acme", "kafka", "secret:read"))
        .isInstanceOf(TenancyException.Forbidden.class);
    assertThat(permissions.reach(database.callers().current(), "instance:read").isNowhere())
        .isTrue();
  }

  @Test
  void letsNobodyGiveMoreOnAnInstanceThanTheyHoldOnIt() {
    database.callAs(operator);
    Roles roles = database.get(Roles.class);
    Caller caller = database.callers().current();

    assertThatThrownBy(
            () ->
                roles.requireGiver(
                    caller,
                    roles.require(acme, "tenant-developer"),
                    acme,
                    RoleScope.INSTANCE,
                    kafka))
        .isInstanceOf(TenancyException.NotHeld.class);
    assertThatCode(
            () ->
                roles.requireGiver(
                    caller,
                    roles.require(acme, "tenant-operator"),
                    acme,
                    RoleScope.INSTANCE,
                    kafka))
        .doesNotThrowAnyException();
  }

  @Test
  void isListedWithTheNameOfTheInstanceAndTakenAwayAlone() {
    Account twice = database.accounts().create("twice", "twice", Account.Kind.PERSON, null);
    bind(twice, kafka);
    Bindings bindings = database.get(Bindings.class);
    bindings.bind(twice.id(), Role.TENANT_OPERATOR, acme);
    assertThat(bindings.of(twice.id()))
        .extracting(RoleBinding::instanceName)
        .containsExactlyInAnyOrder("kafka", null);

    assertThat(bindings.unbind(twice.id(), "tenant-operator", acme, kafka)).isTrue();

    assertThat(bindings.of(twice.id()))
        .extracting(RoleBinding::scope)
        .containsExactly(RoleScope.SUBTREE);
  }
}
