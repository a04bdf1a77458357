package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupedClaimsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static final Claim ONE_POD = Claim.of(new Amounts(0, 0, 0, 1));

  @Test
  void neverPassesALimitByOneUnitWith64Writers() throws InterruptedException, ExecutionException {
    UUID top = database.tenant("busy");
    List<UUID> teams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      teams.add(database.tenant(top, "team-" + i));
    }
    limit(top, 50);
    teams.forEach(team -> limit(team, 20));
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < 64; writer++) {
      UUID team = teams.get(writer % teams.size());
      boolean grouped = writer % 3 != 0;
      writers.add(
          () -> {
            int claimed = 0;
            for (int i = 0; i < 3; i++) {
              try {
                if (grouped) {
                  hold(team, Ids.next());
                } else {
                  UUID holder = Ids.next();
                  database
                      .scopes()
                      .inTenant(team, () -> database.quotas().hold(team, holder, ONE_POD));
                }
                claimed++;
              } catch (TenancyException.QuotaExceeded e) {
                assertThat(e.used() + e.asked()).isGreaterThan(e.limit());
              }
            }
            return claimed;
          });
    }

    int claimed = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> result : threads.invokeAll(writers)) {
        claimed += result.get();
      }
    }

    assertThat(claimed).isEqualTo(50);
    assertThat(used(top)).isEqualTo(50);
    assertThat(teams).allSatisfy(team -> assertThat(used(team)).isLessThanOrEqualTo(20));
    List<QuotaSweep.Drift> drift = new ArrayList<>();
    database.get(QuotaSweep.class).repair(drift::add);
    assertThat(drift).isEmpty();
  }

  @Test
  void givesBackWhatItsChangeDidNotCommit() {
    UUID tenant = database.tenant("undone");
    limit(tenant, 1);

    assertThatThrownBy(
            () ->
                database
                    .scopes()
                    .inTenant(
                        tenant,
                        () -> {
                          claims().hold(tenant, Ids.next(), ONE_POD);
                          throw new IllegalArgumentException("the change failed");
                        }))
        .hasMessage("the change failed");

    assertThat(used(tenant)).isZero();
    hold(tenant, Ids.next());
    assertThat(used(tenant)).isEqualTo(1);
  }

  @Test
  void givesBackWhatAProcessThatDiedHadClaimed() {
    UUID tenant = database.tenant("died");
    limit(tenant, 2);
    hold(tenant, Ids.next());
    UUID lost = Ids.next();
    hold(tenant, lost);
    database
        .scopes()
        .inTenant(
            tenant,
            () ->
                database
                    .jdbc()
                    .sql(
                        "update quota_claim set provisional_until = now() - interval '1 s' where holder_id = ?")
                    .param(lost)
                    .update());

    assertThat(claims().giveBackLapsed()).isEqualTo(1);
    assertThat(claims().giveBackLapsed()).isZero();
    assertThat(used(tenant)).isEqualTo(1);
  }

  private static GroupedClaims claims() {
    return database.get(GroupedClaims.class);
  }

  private static void hold(UUID tenant, UUID holder) {
    database.scopes().inTenant(tenant, () -> claims().hold(tenant, holder, ONE_POD));
  }

  private static void limit(UUID tenant, long pods) {
    database.quotaLimits().setOverall(tenant, Map.of(Resource.PODS, pods));
  }

  private static long used(UUID tenant) {
    return database.quotas().standing(tenant).stream()
        .filter(one -> one.tenant().endsWith(database.tenants().get(tenant).name()))
        .mapToLong(QuotaStanding::used)
        .findFirst()
        .orElseThrow();
  }
}
