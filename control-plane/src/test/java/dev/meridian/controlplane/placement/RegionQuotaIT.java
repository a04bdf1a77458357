package dev.meridian.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.platform.Leases;
import dev.meridian.tenancy.QuotaLimit;
import dev.meridian.tenancy.QuotaScope;
import dev.meridian.tenancy.QuotaSettings;
import dev.meridian.tenancy.QuotaStanding;
import dev.meridian.tenancy.QuotaSweep;
import dev.meridian.tenancy.Resource;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Limits of regions, on a real database; each node of the fixture is a region of its name. */
class RegionQuotaIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void keepsToTheLimitOfARegionAndGoesElsewhereOrSaysWhy() {
    PlacementFixture fixture = new PlacementFixture(database);
    UUID tenant = database.tenant("acme");
    UUID team = database.tenant(tenant, "team");
    fixture.node("big", 16);
    fixture.node("small", 2);
    limit(tenant, "big", 2);
    try (AnnotationConfigApplicationContext replica = fixture.replica(false)) {
      PlacementRequests requests = replica.getBean(PlacementRequests.class);
      PlacementBatch batch =
          PlacementBatch.load(
              replica.getBean(PlacementBatch.Parts.class),
              replica
                  .getBean(Leases.class)
                  .acquire("placement", Duration.ofMinutes(5))
                  .orElseThrow());
      UUID first = fixture.instance(team, "first");
      PodAsk two = fixture.pod(team, first, "two", 0, 2);
      ask(requests, team, first, "big", two);
      UUID second = fixture.instance(team, "second");
      ask(requests, team, second, null, fixture.pod(team, second, "one", 0, 1));
      UUID third = fixture.instance(team, "third");
      ask(requests, team, third, "big", fixture.pod(team, third, "one", 0, 1));
      batch.run();

      assertThat(placed(requests, team, first)).isEqualTo("big");
      assertThat(placed(requests, team, second)).isEqualTo("small");
      assertThat(decision(requests, team, third))
          .isInstanceOfSatisfying(
              Decision.Refused.class,
              refused ->
                  assertThat(refused.explanation().summary())
                      .startsWith(
                          "The quota of tenant 'acme' for cpus in region 'big' is exceeded: 2 of 2"
                              + " are used and 1 more"));
      assertThat(used(team)).isEqualTo(2_000);
      PlacementAsk more =
          new PlacementAsk(
              new PlacementPolicy(List.of("big"), Spread.ZONES),
              List.of(fixture.pod(team, third, "more", 0, 1)));
      assertThat(database.scopes().inTenant(team, () -> requests.dryRun(team, more)))
          .as("a dry run answers as the writer does")
          .returns(false, Explanation::decided)
          .extracting(Explanation::summary)
          .asString()
          .startsWith("The quota of tenant 'acme' for cpus in region 'big' is exceeded");
      assertThat(used(team)).as("and counts nothing").isEqualTo(2_000);

      limit(tenant, "big", 3);
      batch.run();
      assertThat(placed(requests, team, third)).isEqualTo("big");
      assertThat(used(team)).isEqualTo(3_000);

      database.scopes().inTenant(team, () -> requests.release(team, first, Set.of(two.podId())));
      batch.run();
      assertThat(used(team)).isEqualTo(1_000);
      List<QuotaSweep.Drift> drift = new ArrayList<>();
      database.get(QuotaSweep.class).repair(drift::add);
      assertThat(drift).as("what reservations add up to").isEmpty();
    }
  }

  private static void limit(UUID tenant, String region, long cores) {
    database
        .quotaLimits()
        .set(
            tenant,
            new QuotaSettings(
                List.of(
                    new QuotaLimit(QuotaScope.ofRegion(region), Resource.CPUS, cores * 1_000, 0))));
  }

  private static void ask(
      PlacementRequests requests, UUID tenant, UUID instance, @Nullable String region, PodAsk pod) {
    PlacementPolicy policy =
        region == null
            ? PlacementPolicy.anywhere()
            : new PlacementPolicy(List.of(region), Spread.ZONES);
    database
        .scopes()
        .inTenant(
            tenant,
            () ->
                requests.ask(
                    tenant, instance, new PlacementAsk(policy, List.of(pod), Set.of(), true)));
  }

  private static Decision decision(PlacementRequests requests, UUID tenant, UUID instance) {
    return database
        .scopes()
        .inTenant(tenant, () -> requests.decision(tenant, instance))
        .orElseThrow();
  }

  private static String placed(PlacementRequests requests, UUID tenant, UUID instance) {
    return ((Decision.Placed) decision(requests, tenant, instance)).pods().getFirst().region();
  }

  private static long used(UUID tenant) {
    return database.quotas().standing(tenant).stream().mapToLong(QuotaStanding::used).sum();
  }
}
