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
    assertThat(pods(team)).isEqualTo(new QuotaLine(Resource.PODS, 4L, 3, "up/unit/team", 0));
    assertThat(pods(unit)).isEqualTo(new QuotaLine(Resource.PODS, 10L, 3, "up", 0));
  }

  @Test
  void saysOfManyTenantsWhatItSaysOfEach() {
    UUID top = database.tenant("many");
    UUID unit = database.tenant(top, "unit");
    UUID team = database.tenant(unit, "team");
    UUID empty = database.tenant(top, "empty");
    limit(top, 10);
    limit(team, 4);
    claim(team, Ids.next(), 3);
    claim(unit, Ids.next(), 1);
    List<UUID> all = List.of(top, unit, team, empty);

    Map<UUID, List<QuotaLine>> lines =
        database
            .scopes()
            .asSystem(SystemJob.TENANT_ADMINISTRATION, () -> database.quotas().lines(all));

    assertThat(lines).containsOnlyKeys(all);
    all.forEach(
        one -> assertThat(lines.get(one)).isEqualTo(database.quotas().lines(one)).hasSize(8));
    assertThat(pods(unit)).isEqualTo(new QuotaLine(Resource.PODS, 10L, 4, "many", 0));
    assertThat(pods(empty)).isEqualTo(new QuotaLine(Resource.PODS, 6L, 0, "many", 0));
    Map<UUID, QuotaSettings> settings =
        database
            .scopes()
            .asSystem(SystemJob.TENANT_ADMINISTRATION, () -> database.quotaLimits().of(all));
    assertThat(settings).containsOnlyKeys(top, team);
    assertThat(settings.get(team)).isEqualTo(database.quotaLimits().of(team));
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
    release(tenant, holder);
    release(tenant, holder);
    assertThat(pods(tenant).used()).isZero();
  }

  @Test
  void countsWhatIsClaimedAlreadyWhenALimitIsSet() {
    UUID tenant = database.tenant("late");
    UUID holder = Ids.next();
    claim(tenant, holder, 7);

    limit(tenant, 5);

    assertThat(pods(tenant)).isEqualTo(new QuotaLine(Resource.PODS, 5L, 7, "late", 0));
    claim(tenant, holder, 6);
    assertThatThrownBy(() -> claim(tenant, Ids.next(), 1))
        .isInstanceOf(TenancyException.QuotaExceeded.class);
  }

  @Test
  void passesAPartOnAlsoWhereTheLimitWasSetBelowWhatIsUsed() {
    UUID tenant = database.tenant("pass");
    UUID from = Ids.next();
    UUID to = Ids.next();
    claim(tenant, from, 7);
    limit(tenant, 5);

    pass(tenant, from, to, 3);
    assertThat(pods(tenant).used()).isEqualTo(7);
    release(tenant, from);
    assertThat(pods(tenant).used()).as("what was passed on counts still").isEqualTo(3);

    pass(tenant, to, from, 3);
    release(tenant, to);
    assertThat(pods(tenant).used()).as("passed on whole").isEqualTo(3);
    release(tenant, from);
    assertThat(pods(tenant).used()).isZero();
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

  @Test
  void holdsTheLargerOfOldAndNewUntilTheChangeIsSettled() {
    UUID tenant = database.tenant("change");
    database.quotaLimits().setOverall(tenant, Map.of(Resource.PODS, 5L, Resource.CPUS, 4_000L));
    UUID holder = Ids.next();
    Claim old = Claim.ofPackage("web", new Amounts(4_000, 0, 0, 2));
    Claim next = Claim.ofPackage("web", new Amounts(1_000, 0, 0, 5));
    inTenant(tenant, () -> database.quotas().hold(tenant, holder, old));

    inTenant(tenant, () -> database.quotas().hold(tenant, holder, next));

    assertThat(line(tenant, Resource.CPUS).used()).isEqualTo(4_000);
    assertThat(pods(tenant).used()).isEqualTo(5);
    inTenant(tenant, () -> database.quotas().settle(tenant, holder, next));
    assertThat(line(tenant, Resource.CPUS).used()).isEqualTo(1_000);
    assertThat(pods(tenant).used()).isEqualTo(5);
    inTenant(tenant, () -> database.quotas().settle(tenant, holder, old));
    assertThat(line(tenant, Resource.CPUS).used()).isEqualTo(4_000);
    assertThat(pods(tenant).used()).isEqualTo(2);
  }

  @Test
  void countsAPackageUnderItsOwnLimitAndUnderThatOfAll() {
    UUID top = database.tenant("packages");
    UUID team = database.tenant(top, "team");
    set(top, new QuotaLimit(QuotaScope.ofPackage("kafka"), Resource.PODS, 3L, 0));
    Claim two = Claim.ofPackage("kafka", new Amounts(0, 0, 0, 2));
    inTenant(team, () -> database.quotas().hold(team, Ids.next(), two));

    assertThatThrownBy(() -> inTenant(team, () -> database.quotas().hold(team, Ids.next(), two)))
        .hasMessageContaining("tenant 'packages' for pods of package 'kafka'")
        .hasMessageContaining("2 of 3 are used and 2 more");
    Claim other = Claim.ofPackage("cassandra", new Amounts(0, 0, 0, 9));
    inTenant(team, () -> database.quotas().hold(team, Ids.next(), other));
    assertThat(pods(team).used()).isEqualTo(11);
  }

  @Test
  void keepsWhatIsGuaranteedToOthers() {
    UUID top = database.tenant("shared");
    UUID bank = database.tenant(top, "bank");
    UUID lab = database.tenant(top, "lab");
    limit(top, 10);
    set(bank, new QuotaLimit(QuotaScope.ALL, Resource.PODS, null, 6));
    claim(bank, Ids.next(), 1);
    claim(lab, Ids.next(), 3);

    assertThat(pods(lab)).isEqualTo(new QuotaLine(Resource.PODS, 4L, 3, "shared", 0));
    assertThat(pods(bank)).isEqualTo(new QuotaLine(Resource.PODS, 7L, 1, "shared", 6));
    assertThatThrownBy(() -> claim(lab, Ids.next(), 2))
        .hasMessageContaining(
            "tenant 'shared' for pods is exceeded: 4 of 10 are used, 5 are guaranteed to others"
                + " and 2 more were asked for");
    claim(bank, Ids.next(), 5);
    assertThatThrownBy(() -> claim(bank, Ids.next(), 2))
        .isInstanceOf(TenancyException.QuotaExceeded.class);
    claim(lab, Ids.next(), 1);
    assertThat(pods(top).used()).isEqualTo(10);
  }

  @Test
  void refusesAGuaranteeThatCannotBeKept() {
    UUID top = database.tenant("promises");
    UUID team = database.tenant(top, "team");
    limit(top, 10);
    claim(top, Ids.next(), 7);

    assertThatThrownBy(() -> set(team, new QuotaLimit(QuotaScope.ALL, Resource.PODS, null, 4)))
        .isInstanceOf(TenancyException.Invalid.class)
        .hasMessageContaining("limit of tenant 'promises' is 10, of which 7 are used");
    assertThat(database.quotaLimits().of(team).limits()).isEmpty();
    set(team, new QuotaLimit(QuotaScope.ALL, Resource.PODS, null, 3));
    assertThatThrownBy(() -> claim(top, Ids.next(), 1))
        .isInstanceOf(TenancyException.QuotaExceeded.class);
  }

  @Test
  void repairsACounterThatLiesAndTellsIt() {
    UUID top = database.tenant("drift");
    UUID team = database.tenant(top, "team");
    limit(top, 10);
    set(team, new QuotaLimit(QuotaScope.ALL, Resource.PODS, null, 5));
    claim(team, Ids.next(), 2);
    QuotaSweep sweep = database.get(QuotaSweep.class);
    List<QuotaSweep.Drift> told = new ArrayList<>();
    sweep.repair(told::add);
    assertThat(told).isEmpty();
    database
        .scopes()
        .asSystem(
            SystemJob.QUOTA,
            () ->
                database
                    .jdbc()
                    .sql("update quota_counter set used = 7, reserved = 1 where tenant_id = ?")
                    .param(top)
                    .update());

    sweep.repair(told::add);
    sweep.repair(told::add);

    assertThat(told)
        .containsExactly(new QuotaSweep.Drift(top, "drift", QuotaScope.ALL, Resource.PODS, 7, 2));
    assertThat(database.quotas().standing(top))
        .containsExactly(new QuotaStanding("drift", QuotaScope.ALL, Resource.PODS, 10L, 0, 2, 3));
  }

  @Test
  void tellsEachCrossingOnce() {
    UUID tenant = database.tenant("crossing");
    limit(tenant, 10);
    QuotaSweep sweep = database.get(QuotaSweep.class);
    List<Integer> told = new ArrayList<>();
    Runnable look =
        () ->
            sweep.tellCrossings(
                one -> {
                  if (one.path().equals("crossing")) {
                    told.add(one.percent());
                  }
                });
    UUID holder = Ids.next();
    for (long pods : new long[] {7, 8, 9, 10, 9, 10, 3, 8}) {
      claim(tenant, holder, pods);
      look.run();
    }

    assertThat(told).containsExactly(80, 100, 100, 80);
  }

  @Test
  void namesTheFullestLimitsOnTheWayUpAndBelowOnlyWhenAsked() {
    UUID top = database.tenant("near");
    UUID unit = database.tenant(top, "unit");
    UUID team = database.tenant(unit, "team");
    UUID beside = database.tenant(top, "beside");
    limit(top, 10);
    limit(unit, 100);
    limit(team, 5);
    limit(beside, 3);
    claim(team, Ids.next(), 5);
    claim(beside, Ids.next(), 3);

    QuotaStanding full =
        new QuotaStanding("near/unit/team", QuotaScope.ALL, Resource.PODS, 5L, 0, 5, 0);
    QuotaStanding near = new QuotaStanding("near", QuotaScope.ALL, Resource.PODS, 10L, 0, 8, 0);
    assertThat(database.quotas().nearFull(unit, false, 9)).containsExactly(near);
    assertThat(database.quotas().nearFull(unit, true, 9)).containsExactly(full, near);
    assertThat(database.quotas().nearFull(team, true, 1)).containsExactly(full);
    assertThat(database.quotas().nearFull(beside, true, 9))
        .extracting(QuotaStanding::tenant)
        .containsExactly("near/beside", "near");
  }

  private static void set(UUID tenant, QuotaLimit... limits) {
    database.quotaLimits().set(tenant, new QuotaSettings(List.of(limits)));
  }

  private static void inTenant(UUID tenant, Runnable work) {
    database.scopes().inTenant(tenant, work);
  }

  private static Claim pods(long pods) {
    return Claim.of(new Amounts(0, 0, 0, pods));
  }

  private static QuotaLine line(UUID tenant, Resource resource) {
    return database.quotas().lines(tenant).stream()
        .filter(line -> line.resource() == resource)
        .findFirst()
        .orElseThrow();
  }

  private static void limit(UUID tenant, long pods) {
    database.quotaLimits().setOverall(tenant, Map.of(Resource.PODS, pods));
  }

  private static void claim(UUID tenant, UUID holder, long pods) {
    database.scopes().inTenant(tenant, () -> database.quotas().settle(tenant, holder, pods(pods)));
  }

  private static void pass(UUID tenant, UUID from, UUID to, long pods) {
    database.scopes().inTenant(tenant, () -> database.quotas().pass(tenant, from, to, pods(pods)));
  }

  private static void release(UUID tenant, UUID holder) {
    database.scopes().inTenant(tenant, () -> database.quotas().release(tenant, holder));
  }

  private static QuotaLine pods(UUID tenant) {
    return line(tenant, Resource.PODS);
  }
}
