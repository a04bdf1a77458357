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

class QuotasTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void claimsAtEveryTenantOnTheWayUpThatHasALimit() {
    UUID top = database.tenant("up");
    UUID unit = database.tenant(top, "unit");
    UUID team = database.tenant(unit, "team");
    limit(top, 10);
    limit(team, 4);

    claim(team, Ids.next(), 3);

    assertThat(pods(top).used()).isEqualTo(3);
    assertThat(pods(team)).isEqualTo(new QuotaLine(Resource.PODS, 4L, 3, "up/unit/team"));
    assertThat(pods(unit)).isEqualTo(new QuotaLine(Resource.PODS, 10L, 3, "up"));
  }

  @Test
  void refusesWithTheTenantThatIsFullAndClaimsNothing() {
    UUID top = database.tenant("full");
    UUID team = database.tenant(top, "team");
    limit(top, 5);
    claim(team, Ids.next(), 4);

    assertThatThrownBy(() -> claim(team, Ids.next(), 2))
        .isInstanceOfSatisfying(
            TenancyException.QuotaExceeded.class,
            e -> {
              assertThat(e.tenantPath()).isEqualTo("full");
              assertThat(e.resource()).isEqualTo(Resource.PODS);
              assertThat(e.limit()).isEqualTo(5);
              assertThat(e.used()).isEqualTo(4);
              assertThat(e.asked()).isEqualTo(2);
            });
    assertThat(pods(top).used()).isEqualTo(4);
  }

  @Test
  void replacesAClaimElementByElementAndReleasesIt() {
    UUID tenant = database.tenant("replace");
    limit(tenant, 10);
    UUID holder = Ids.next();

    claim(tenant, holder, 8);
    claim(tenant, holder, 3);
    assertThat(pods(tenant).used()).isEqualTo(3);
    database.scopes().inTenant(tenant, () -> database.quotas().release(tenant, holder));
    database.scopes().inTenant(tenant, () -> database.quotas().release(tenant, holder));
    assertThat(pods(tenant).used()).isZero();
  }

  @Test
  void countsWhatIsClaimedAlreadyWhenALimitIsSet() {
    UUID tenant = database.tenant("late");
    UUID holder = Ids.next();
    claim(tenant, holder, 7);

    limit(tenant, 5);

    assertThat(pods(tenant)).isEqualTo(new QuotaLine(Resource.PODS, 5L, 7, "late"));
    claim(tenant, holder, 6);
    assertThatThrownBy(() -> claim(tenant, Ids.next(), 1))
        .isInstanceOf(TenancyException.QuotaExceeded.class);
  }

  @Test
  void neverPassesALimitUnderParallelClaims() throws InterruptedException, ExecutionException {
    UUID top = database.tenant("busy");
    List<UUID> teams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      teams.add(database.tenant(top, "team-" + i));
    }
    limit(top, 50);
    teams.forEach(team -> limit(team, 20));
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < 32; writer++) {
      UUID team = teams.get(writer % teams.size());
      writers.add(
          () -> {
            int claimed = 0;
            for (int i = 0; i < 4; i++) {
              try {
                claim(team, Ids.next(), 1);
                claimed++;
              } catch (TenancyException.QuotaExceeded e) {
                // Full: what the test is about.
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
    assertThat(pods(top).used()).isEqualTo(50);
    assertThat(teams).allSatisfy(team -> assertThat(pods(team).used()).isLessThanOrEqualTo(20));
    assertThat(teams.stream().mapToLong(team -> pods(team).used()).sum()).isEqualTo(50);
  }

  private static void limit(UUID tenant, long pods) {
    database.quotas().setLimits(tenant, Map.of(Resource.PODS, pods));
  }

  private static void claim(UUID tenant, UUID holder, long pods) {
    database
        .scopes()
        .inTenant(
            tenant, () -> database.quotas().claim(tenant, holder, new Amounts(0, 0, 0, pods)));
  }

  private static QuotaLine pods(UUID tenant) {
    return database.quotas().lines(tenant).stream()
        .filter(line -> line.resource() == Resource.PODS)
        .findFirst()
        .orElseThrow();
  }
}
