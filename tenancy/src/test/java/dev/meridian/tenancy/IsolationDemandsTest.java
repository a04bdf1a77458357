package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The order of levels, and which demand counts where. */
class IsolationDemandsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static IsolationDemands demands() {
    return database.get(IsolationDemands.class);
  }

  private static <T> T inOne(Supplier<T> work) {
    return database.scopes().asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }

  private static void set(UUID tenant, Isolation least) {
    inOne(
        () -> {
          demands().set(tenant, least);
          return true;
        });
  }

  private static Map<UUID, IsolationDemand> of(UUID... tenants) {
    return inOne(() -> demands().of(List.of(tenants)));
  }

  @Test
  void meetsADemandWithAsMuchOrMore() {
    assertThat(Isolation.CONTAINER.isAtLeast(Isolation.CONTAINER)).isTrue();
    assertThat(Isolation.CONTAINER.isAtLeast(Isolation.USER)).isTrue();
    assertThat(Isolation.USER.isAtLeast(Isolation.CONTAINER)).isFalse();
    assertThat(Isolation.PROCESS.isAtLeast(Isolation.USER)).isFalse();
    assertThat(Isolation.of("user")).contains(Isolation.USER);
    assertThat(Isolation.of("vault")).isEmpty();
  }

  @Test
  void ranksLevelsInTheDatabaseAsHere() {
    List<Integer> ranks =
        inOne(
            () ->
                Arrays.stream(Isolation.values())
                    .map(
                        level ->
                            database
                                .jdbc()
                                .sql("select isolation_rank(?)")
                                .param(level.key())
                                .query(Integer.class)
                                .single())
                    .toList());
    assertThat(ranks).isSorted().doesNotHaveDuplicates().doesNotContainNull();
  }

  @Test
  void countsTheStrictestOfATenantAndThoseAboveIt() {
    UUID org = database.tenant("strict");
    UUID unit = database.tenant(org, "unit");
    UUID team = database.tenant(unit, "team");
    assertThat(of(org, unit, team)).isEmpty();

    set(unit, Isolation.USER);
    assertThat(of(org, unit, team))
        .containsOnlyKeys(unit, team)
        .containsEntry(team, new IsolationDemand(Isolation.USER, "strict/unit"));

    set(team, Isolation.CONTAINER);
    assertThat(of(team))
        .containsEntry(team, new IsolationDemand(Isolation.CONTAINER, "strict/unit/team"));
    assertThat(of(unit)).containsEntry(unit, new IsolationDemand(Isolation.USER, "strict/unit"));

    set(org, Isolation.CONTAINER);
    assertThat(of(team))
        .as("of equal ones the highest")
        .containsEntry(team, new IsolationDemand(Isolation.CONTAINER, "strict"));
    set(org, Isolation.PROCESS);
    set(team, Isolation.PROCESS);
    assertThat(of(team)).containsEntry(team, new IsolationDemand(Isolation.USER, "strict/unit"));
  }

  @Test
  void namesWhoDemandsWhatAndWhatTheNodeGives() {
    assertThat(new IsolationDemand(Isolation.CONTAINER, "acme").refusal("hq-1", Isolation.USER))
        .isEqualTo("tenant acme demands isolation of at least container; node hq-1 gives user");
    assertThat(new IsolationDemand(Isolation.USER, "-").refusal("hq-1", Isolation.PROCESS))
        .isEqualTo("the platform demands isolation of at least user; node hq-1 gives process");
  }

  @Test
  void raisesItsVersionWithEachChange() {
    UUID tenant = database.tenant("versions");
    set(tenant, Isolation.USER);
    set(tenant, Isolation.PROCESS);
    assertThat(inOne(() -> demands().own(tenant)))
        .isEqualTo(new IsolationDemands.Own(Isolation.PROCESS, 2));
  }
}
