package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PermissionsTest {
  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));

  @RegisterExtension static final TestDatabase database = new TestDatabase().withClock(NOW::get);

  private static UUID acme;
  private static UUID streams;
  private static UUID globex;
  private static Account developer;

  @BeforeAll
  static void tenantsAndADeveloper() {
    acme = database.tenant("acme");
    streams = database.tenant(acme, "streams");
    globex = database.tenant("globex");
    developer = database.account("dev", Role.TENANT_DEVELOPER, acme);
  }

  @AfterEach
  void signOut() {
    database.callAs(null);
  }

  @Test
  void countsARoleInTheWholeSubtree() {
    database.callAs(developer);
    Permissions permissions = database.permissions();

    assertThat(permissions.requireTenant("acme", "instance:write")).isEqualTo(acme);
    assertThat(permissions.requireTenant("acme~streams", "instance:write")).isEqualTo(streams);
    assertThat(permissions.requireTenant(streams.toString(), "instance:read")).isEqualTo(streams);
    assertThat(permissions.reach(database.callers().current(), "instance:read").subtrees())
        .containsExactly(acme);
  }

  @Test
  void answersForeignLikeUnknown() {
    database.callAs(developer);

    for (String name :
        new String[] {"globex", "nothing", "acme~nothing", "-", Ids.next().toString()}) {
      assertThatThrownBy(() -> database.permissions().requireTenant(name, "instance:read"))
          .isInstanceOf(TenancyException.NotFound.class)
          .hasMessage("Tenant '%s' does not exist or is not yours to see. Check the name.", name);
    }
    assertThatThrownBy(
            () -> database.permissions().requireTenant(globex.toString(), "instance:read"))
        .isInstanceOf(TenancyException.NotFound.class);
  }

  @Test
  void saysForbiddenWhereTheTenantIsSeenAndRecordsIt() {
    database.callAs(developer);

    assertThatThrownBy(() -> database.permissions().requireTenant("acme", "usage:read"))
        .isInstanceOf(TenancyException.Forbidden.class)
        .hasMessageContaining("usage:read");
    assertThat(
            database
                .scopes()
                .inTenant(
                    acme,
                    () ->
                        database
                            .jdbc()
                            .sql(
                                "select p.actor from audit_event e join audit_personal p on p.event_id = e.id where e.outcome = 'REFUSED'")
                            .query(String.class)
                            .list()))
        .contains("dev");
  }

  @Test
  void letsNobodyInWithoutSignIn() {
    assertThatThrownBy(() -> database.permissions().requireTenant("acme", "tenant:read"))
        .isInstanceOf(TenancyException.NotSignedIn.class);
  }

  @Test
  void letsThePlatformAdminDoEverythingAndFinanceReadUsage() {
    UUID root = database.tenants().root().id();
    database.callAs(database.account("root", Role.PLATFORM_ADMIN, root));
    assertThatCode(() -> database.permissions().requirePlatform("region:write"))
        .doesNotThrowAnyException();
    assertThat(database.permissions().requireTenant("globex", "volume:write")).isEqualTo(globex);

    database.callAs(database.account("money", Role.FINANCE, root));
    assertThat(database.permissions().requireTenant("globex", "usage:read")).isEqualTo(globex);
    assertThatThrownBy(() -> database.permissions().requireTenant("globex", "instance:read"))
        .isInstanceOf(TenancyException.Forbidden.class);
  }

  @Test
  void leavesOnlyReadingToMembersOfASuspendedTenantAndOfThoseBelow() {
    UUID parent = database.tenant("suspended");
    UUID child = database.tenant(parent, "below");
    database
        .scopes()
        .asSystem(
            SystemJob.TENANT_ADMINISTRATION,
            () -> {
              database
                  .jdbc()
                  .sql("update tenant set state = 'SUSPENDED' where id = ?")
                  .param(parent)
                  .update();
            });
    Permissions permissions = database.permissions();

    database.callAs(database.account("late", Role.TENANT_ADMIN, parent));
    for (UUID tenant : new UUID[] {parent, child}) {
      String id = tenant.toString();
      assertThat(permissions.requireTenant(id, "instance:read")).isEqualTo(tenant);
      for (String change : new String[] {"instance:write", "secret:reveal", "key:rotate"}) {
        assertThatThrownBy(() -> permissions.requireTenant(id, change))
            .as(change)
            .isInstanceOf(TenancyException.Suspended.class);
      }
    }
    database.callAs(database.account("looker", Role.TENANT_VIEWER, parent));
    assertThatThrownBy(() -> permissions.requireTenant(parent.toString(), "instance:write"))
        .isInstanceOf(TenancyException.Forbidden.class);
    UUID root = database.tenants().root().id();
    database.callAs(database.account("keeper", Role.PLATFORM_ADMIN, root));
    assertThat(permissions.requireTenant(child.toString(), "instance:write")).isEqualTo(child);
  }

  @Test
  void takesARightBackWithinASecond() {
    Account leaver = database.account("leaver", Role.TENANT_ADMIN, globex);
    database.callAs(leaver);
    assertThat(database.permissions().requireTenant("globex", "instance:write")).isEqualTo(globex);

    database.get(Bindings.class).unbind(leaver.id(), Role.TENANT_ADMIN, globex);
    NOW.updateAndGet(now -> now.plus(Duration.ofSeconds(1)));

    assertThatThrownBy(() -> database.permissions().requireTenant("globex", "instance:write"))
        .isInstanceOf(TenancyException.NotFound.class);
  }
}
