package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.PessimisticLockingFailureException;

class TenantTreeTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @AfterEach
  void signOut() {
    database.callAs(null);
  }

  private static TenantTree tree() {
    return database.get(TenantTree.class);
  }

  private static <T> T inOne(Supplier<T> work) {
    T result = database.scopes().asSystem(SystemJob.TENANT_ADMINISTRATION, work);
    database.tenants().forget();
    database.permissions().forget();
    return result;
  }

  private static MovePlan move(UUID tenant, UUID parent) {
    for (int attempt = 0; ; attempt++) {
      try {
        return inOne(
            () -> {
              tree().lock(tenant);
              return tree().move(tenant, parent);
            });
      } catch (PessimisticLockingFailureException busy) {
        if (attempt == 20) {
          throw busy;
        }
      }
    }
  }

  private static void limit(UUID tenant, long pods) {
    database.quotaLimits().setOverall(tenant, Map.of(Resource.PODS, pods));
  }

  private static void claimPods(UUID tenant, UUID holder, long pods) {
    database
        .scopes()
        .inTenant(
            tenant,
            () ->
                database
                    .quotas()
                    .settle(tenant, holder, Claim.ofPackage("some", new Amounts(0, 0, 0, pods))));
  }

  private static long used(UUID tenant) {
    return database.quotas().lines(tenant).stream()
        .filter(line -> line.resource() == Resource.PODS)
        .mapToLong(QuotaLine::used)
        .sum();
  }

  private static Caller as(Account account) {
    database.callAs(account);
    return database.callers().current();
  }

  /** The closure says the same as the parents do. */
  private static void assertClosureIsRight() {
    List<String> wrong =
        database
            .scopes()
            .asSystem(
                SystemJob.TENANT_ADMINISTRATION,
                () ->
                    database
                        .jdbc()
                        .sql(
                            """
                            with recursive up as (
                              select id as ancestor_id, id as descendant_id, 0 as depth from tenant
                              union all
                              select t.parent_id, up.descendant_id, up.depth + 1
                              from up join tenant t on t.id = up.ancestor_id
                              where t.parent_id is not null)
                            (select * from up except
                              select ancestor_id, descendant_id, depth from tenant_closure)
                            union all
                            (select ancestor_id, descendant_id, depth from tenant_closure
                              except select * from up)
                            """)
                        .query((row, number) -> row.getString(1) + " > " + row.getString(2))
                        .list());
    assertThat(wrong).isEmpty();
  }

  @Test
  void renamesWithoutChangingTheLabel() {
    UUID org = database.tenant("old-name");
    UUID unit = database.tenant(org, "unit");
    String label = database.tenants().get(org).label();

    inOne(() -> tree().rename(org, "new-name", "New name"));

    assertThat(database.tenants().find(unit).path()).isEqualTo("new-name/unit");
    assertThat(database.tenants().get(org).label()).isEqualTo(label);
    assertThat(database.tenants().get(org).displayName()).isEqualTo("New name");
    database.tenant("other-name");
    assertThatThrownBy(() -> inOne(() -> tree().rename(org, "other-name", null)))
        .isInstanceOf(TenancyException.NameTaken.class);
    assertThatThrownBy(() -> inOne(() -> tree().rename(org, "No Label", null)))
        .isInstanceOf(TenancyException.Invalid.class);
  }

  @Test
  void movesASubtreeWithItsQuotasAndItsAccess() {
    UUID left = database.tenant("left");
    UUID right = database.tenant("right");
    UUID team = database.tenant(left, "team");
    UUID cell = database.tenant(team, "cell");
    limit(left, 10);
    limit(right, 10);
    limit(team, 8);
    UUID holder = Ids.next();
    claimPods(cell, holder, 6);
    Account lefty = database.account("lefty", Role.TENANT_VIEWER, left);
    Account righty = database.account("righty", Role.TENANT_VIEWER, right);
    assertThat(database.permissions().may(as(lefty), "tenant:read", cell)).isTrue();

    MovePlan plan = move(team, right);

    assertThat(plan.from()).isEqualTo("left/team");
    assertThat(plan.to()).isEqualTo("right/team");
    assertThat(plan.tenants()).isEqualTo(2);
    assertThat(plan.quotas())
        .containsExactlyInAnyOrder(
            new MovePlan.QuotaChange(left, "left", QuotaScope.ALL, Resource.PODS, 10L, 0, -6),
            new MovePlan.QuotaChange(right, "right", QuotaScope.ALL, Resource.PODS, 10L, 6, 6));
    assertThat(plan.access())
        .containsExactlyInAnyOrder(
            new MovePlan.AccessChange(left, "left", "lefty", "tenant-viewer", false),
            new MovePlan.AccessChange(right, "right", "righty", "tenant-viewer", true));
    assertThat(database.tenants().find(cell).path()).isEqualTo("right/team/cell");
    assertThat(List.of(used(left), used(right), used(team))).containsExactly(0L, 6L, 6L);
    assertThat(database.permissions().may(as(lefty), "tenant:read", cell)).isFalse();
    assertThat(database.permissions().may(as(righty), "tenant:read", cell)).isTrue();
    assertClosureIsRight();
    claimPods(cell, holder, 0);
    assertThat(List.of(used(left), used(right))).containsExactly(0L, 0L);
  }

  @Test
  void takesGuaranteesAlong() {
    UUID left = database.tenant("promise-left");
    UUID right = database.tenant("promise-right");
    UUID team = database.tenant(left, "team");
    limit(left, 10);
    limit(right, 10);
    database
        .quotaLimits()
        .set(
            team,
            new QuotaSettings(List.of(new QuotaLimit(QuotaScope.ALL, Resource.PODS, null, 5))));
    claimPods(right, Ids.next(), 6);

    assertThatThrownBy(() -> move(team, right)).isInstanceOf(TenancyException.QuotaExceeded.class);
    limit(right, 11);
    move(team, right);

    assertThatThrownBy(() -> claimPods(right, Ids.next(), 1))
        .as("what is guaranteed to the team is no others'")
        .isInstanceOf(TenancyException.QuotaExceeded.class);
    claimPods(left, Ids.next(), 10);
  }

  @Test
  void refusesCyclesTakenNamesAndTooMuchForTheQuota() {
    UUID top = database.tenant("refusing");
    UUID below = database.tenant(top, "below");
    UUID deep = database.tenant(below, "deep");
    for (UUID parent : List.of(top, below, deep)) {
      assertThatThrownBy(() -> move(top, parent)).isInstanceOf(TenancyException.Invalid.class);
    }
    assertThatThrownBy(() -> move(database.tenants().root().id(), top))
        .isInstanceOf(TenancyException.Conflict.class);
    UUID full = database.tenant("full");
    database.tenant(full, "below");
    assertThatThrownBy(() -> move(below, full)).isInstanceOf(TenancyException.NameTaken.class);
    UUID small = database.tenant("small");
    limit(small, 2);
    claimPods(deep, Ids.next(), 3);
    assertThatThrownBy(() -> move(below, small))
        .isInstanceOf(TenancyException.QuotaExceeded.class)
        .hasMessageContaining("small");
    assertThat(database.tenants().find(below).path()).isEqualTo("refusing/below");
    assertClosureIsRight();
  }

  @Test
  void refusesAMoveAwayFromTheRolesThatMembersHave() {
    UUID owner = database.tenant("role-owner");
    UUID away = database.tenant("role-away");
    UUID team = database.tenant(owner, "team");
    Roles roles = database.get(Roles.class);
    RoleDefinition role = roles.create(owner, "special", "", Set.of("tenant:read"));
    Account member = database.accounts().create("special-one", "x", Account.Kind.PERSON, null);
    database.get(Bindings.class).bind(member.id(), role, team, RoleScope.SUBTREE, null);

    assertThatThrownBy(() -> move(team, away))
        .isInstanceOf(TenancyException.Conflict.class)
        .hasMessageContaining("special-one (special)");
    assertThat(move(team, database.tenant(owner, "inner")).to()).isEqualTo("role-owner/inner/team");
  }

  @Test
  void keepsTreeAndCountersRightWhileOthersClaimAndMakeTenants() {
    UUID left = database.tenant("busy-left");
    UUID right = database.tenant("busy-right");
    UUID team = database.tenant(left, "team");
    limit(left, 1_000);
    limit(right, 1_000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all =
          IntStream.range(0, 24)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> {
                            switch (i % 3) {
                              case 0 -> claimPods(team, Ids.next(), 1);
                              case 1 -> database.tenant(team, "child-" + i);
                              default -> move(team, i % 2 == 0 ? right : left);
                            }
                          },
                          threads))
              .toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }

    assertClosureIsRight();
    boolean onTheRight = database.tenants().get(team).path().startsWith("busy-right");
    assertThat(List.of(used(left), used(right)))
        .containsExactly(onTheRight ? 0L : 8L, onTheRight ? 8L : 0L);
  }

  @Test
  void leavesMembersOfASuspendedTenantWhatReadsAndThoseAboveTheKey() {
    UUID org = database.tenant("frozen");
    UUID team = database.tenant(org, "team");
    Caller member = as(database.account("member", Role.TENANT_ADMIN, team));
    Caller above = as(database.account("above", Role.TENANT_ADMIN, org));
    inOne(() -> tree().suspend(team, "unpaid"));
    Permissions permissions = database.permissions();

    database.callAs(database.accounts().byUsername("member").orElseThrow());
    assertThat(permissions.requireTenant("frozen/team", "secret:read")).isEqualTo(team);
    for (String permission : List.of("instance:write", "member:write", "secret:reveal")) {
      assertThatThrownBy(() -> permissions.requireTenant("frozen/team", permission))
          .as(permission)
          .isInstanceOf(TenancyException.Suspended.class)
          .hasMessageContaining("frozen/team")
          .hasMessageContaining("unpaid");
    }
    assertThat(permissions.may(above, "instance:write", team)).isFalse();
    assertThat(permissions.may(above, "tenant:write", team)).isTrue();
    assertThat(permissions.may(above, "instance:write", org)).isTrue();

    inOne(() -> tree().resume(team));
    assertThat(permissions.may(member, "instance:write", team)).isTrue();
  }

  @Test
  void suspendsAllBelowASuspendedTenant() {
    UUID org = database.tenant("frozen-org");
    UUID team = database.tenant(org, "team");
    Caller member = as(database.account("team-member", Role.TENANT_ADMIN, team));
    inOne(() -> tree().suspend(org, ""));

    assertThat(database.permissions().may(member, "instance:write", team)).isFalse();
    assertThat(database.permissions().may(member, "instance:read", team)).isTrue();
  }

  @Test
  void suspendsMovesAndResumesATenantWithANameThatIsNotAllowedAnyMore() throws SQLException {
    UUID odd = database.tenant("odd");
    try (Connection owner = database.database().access().connectAsOwner()) {
      owner.createStatement().execute("alter table tenant drop constraint tenant_name_check");
      owner.createStatement().execute("alter table tenant no force row level security");
      owner
          .createStatement()
          .execute("update tenant set name = 'Odd Name_!' where id = '" + odd + "'");
      owner.createStatement().execute("alter table tenant force row level security");
    }
    assertThat(database.tenants().lookUp("Odd Name_!")).isPresent();

    assertThat(inOne(() -> tree().suspend(odd, "why")).state()).isEqualTo(Tenant.State.SUSPENDED);
    assertThat(move(odd, database.tenant("shelf")).to()).isEqualTo("shelf/Odd Name_!");
    assertThat(inOne(() -> tree().resume(odd)).state()).isEqualTo(Tenant.State.ACTIVE);
  }
}
