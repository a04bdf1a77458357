package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenantRefsTest {
  private static volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase().withClock(() -> now);

  private static void rename(UUID tenant, String name) {
    database
        .scopes()
        .asSystemApart(
            SystemJob.TENANT_ADMINISTRATION,
            () ->
                database
                    .jdbc()
                    .sql("update tenant set name = ? where id = ?")
                    .params(name, tenant)
                    .update());
  }

  @Test
  void answersFromMemoryInsideOfAScopeAndShowsARenameAfterSomeSeconds() {
    UUID org = database.tenant("before");
    UUID unit = database.tenant(org, "unit");
    TenantRef first = database.tenants().find(unit);
    rename(org, "after");

    TenantRef remembered = database.scopes().inTenant(unit, () -> database.tenants().find(unit));
    assertThat(remembered).isSameAs(first);
    assertThat(remembered.path()).isEqualTo("before/unit");

    now = now.plus(TenantRefs.KEPT);
    assertThat(database.tenants().find(unit).path()).isEqualTo("after/unit");
    assertThat(database.tenants().find(unit).label()).isEqualTo(first.label());
  }

  @Test
  void remembersNothingOfATransactionThatIsRolledBack() {
    UUID root = database.tenants().root().id();
    UUID[] made = new UUID[1];

    assertThatThrownBy(
            () ->
                database
                    .scopes()
                    .asSystem(
                        SystemJob.TENANT_ADMINISTRATION,
                        () -> {
                          made[0] = database.tenants().create(root, "never", null, null).id();
                          assertThat(database.tenants().find(made[0]).path()).isEqualTo("never");
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");

    assertThatThrownBy(() -> database.tenants().find(made[0]))
        .isInstanceOf(TenancyException.NotFound.class);
  }
}
