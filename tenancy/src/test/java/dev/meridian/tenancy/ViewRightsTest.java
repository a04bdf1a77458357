package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left of a caller's rights in a view of a tenant. */
class ViewRightsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static Permissions permissions;
  private static UUID root;
  private static UUID acme;
  private static UUID streams;
  private static UUID raw;
  private static UUID globex;
  private static Account platform;
  private static Account boss;

  @BeforeAll
  static void tenantsAndAdmins() {
    permissions = database.permissions();
    root = database.tenants().root().id();
    acme = database.tenant("acme");
    streams = database.tenant(acme, "streams");
    raw = database.tenant(streams, "raw");
    globex = database.tenant("globex");
    platform = database.account("platform", Role.PLATFORM_ADMIN, root);
    boss = database.account("boss", Role.TENANT_ADMIN, acme);
  }

  @Test
  void readsTheTenantAndAllBelowItAndNothingElse() {
    Caller viewer = viewing(platform, streams);

    for (UUID shown : new UUID[] {streams, raw}) {
      assertThat(permissions.on(viewer, shown))
          .contains("tenant:read", "log:read", "audit:read")
          .allMatch(one -> one.endsWith(":read"));
    }
    assertThat(permissions.on(viewer, acme)).as("above").isEmpty();
    assertThat(permissions.on(viewer, globex)).as("elsewhere").isEmpty();
    assertThat(permissions.onPlatform(viewer)).isEqualTo(Role.FOR_EVERYBODY);
    assertThat(permissions.reach(viewer, "tenant:read").subtrees()).containsExactly(streams);
    assertThat(permissions.reach(viewer, "tenant:write").isNowhere()).isTrue();
    assertThat(permissions.reach(viewer, "node:read").isNowhere()).isTrue();
  }

  @Test
  void showsNothingThatThePersonDoesNotHave() {
    assertThat(permissions.on(viewing(platform, streams), streams)).doesNotContain("secret:read");
    assertThat(permissions.on(viewing(boss, streams), streams)).contains("secret:read");
    assertThat(permissions.on(viewing(boss, globex), globex)).isEmpty();
  }

  @Test
  void leavesWhatIsRememberedOfTheAccountsOtherSignInsAlone() {
    Caller itself = viewing(platform, Optional.empty());
    for (int i = 0; i < 2; i++) {
      assertThat(permissions.may(viewing(platform, streams), "tenant:write", streams)).isFalse();
      assertThat(permissions.may(itself, "tenant:write", streams)).isTrue();
      assertThat(permissions.may(viewing(platform, globex), "tenant:read", streams)).isFalse();
    }
  }

  @Test
  void mayBeginForWhoeverHasThroughoutItWhatItShowsApartFromSecrets() {
    Account auditor = database.account("auditor", Role.PLATFORM_AUDITOR, root);
    Account developer = database.account("dev", Role.TENANT_DEVELOPER, acme);

    assertThat(Role.NEEDED_TO_VIEW)
        .isEqualTo(
            Set.of(
                "tenant:read",
                "package:read",
                "instance:read",
                "log:read",
                "metrics:read",
                "volume:read",
                "usage:read",
                "audit:read",
                "member:read"));
    assertThat(permissions.mayView(viewing(platform, Optional.empty()), streams)).isTrue();
    assertThat(permissions.mayView(viewing(boss, Optional.empty()), streams)).isTrue();
    assertThat(permissions.mayView(viewing(boss, raw), streams)).as("in another view").isTrue();
    assertThat(permissions.mayView(viewing(boss, Optional.empty()), globex)).isFalse();
    assertThat(permissions.mayView(viewing(auditor, Optional.empty()), streams)).isFalse();
    assertThat(permissions.mayView(viewing(developer, Optional.empty()), streams)).isFalse();
  }

  @Test
  void endsWithTheTenant() {
    UUID gone = database.tenant("gone");
    UUID signIn = Ids.next();
    OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
    int left =
        database
            .scopes()
            .asSystem(
                SystemJob.TENANT_ADMINISTRATION,
                () -> {
                  database
                      .jdbc()
                      .sql(
                          """
                          insert into sign_in (id, account_id, kind, client, created_at,
                            last_used_at, expires_at)
                          values (?, ?, 'web', 'web', ?, ?, ?)
                          """)
                      .params(signIn, platform.id(), now, now, now.plusDays(1))
                      .update();
                  database
                      .jdbc()
                      .sql(
                          """
                          insert into sign_in_view (sign_in_id, viewed_id, begun_at, ends_at)
                          values (?, ?, ?, ?)
                          """)
                      .params(signIn, gone, now, now.plusHours(1))
                      .update();
                  database.get(TenantTree.class).bury(gone, "deleted");
                  return database
                      .jdbc()
                      .sql("select count(*) from sign_in_view where sign_in_id = ?")
                      .param(signIn)
                      .query(Integer.class)
                      .single();
                });
    assertThat(left).isZero();
  }

  private static Caller viewing(Account account, UUID tenant) {
    return viewing(account, Optional.of(new TenantView(tenant, Instant.MAX)));
  }

  private static Caller viewing(Account account, Optional<TenantView> view) {
    return new Caller(
        account.id(),
        account.username(),
        account.displayName(),
        account.kind(),
        null,
        Credential.ofSignIn(Ids.next()).viewing(view));
  }
}
