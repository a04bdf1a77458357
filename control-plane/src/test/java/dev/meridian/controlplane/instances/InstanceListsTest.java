package dev.meridian.controlplane.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.platform.ManyInstanceRows;
import dev.meridian.controlplane.platform.ManyInstanceRows.Answer;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Lists of instances among those of many tenants. */
class InstanceListsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int LIMIT = 20;
  // The page, the row that says that there is more, and what a bitmap meets besides.
  private static final int FEW = 2 * LIMIT;

  private static ManyInstanceRows rows;
  private static Instances instances;

  @BeforeAll
  static void fill() throws SQLException {
    rows = ManyInstanceRows.fill(database);
    instances =
        new Instances(
            database.scopes(), database.jdbc(), JsonMapper.builder().build(), database.tenants());
  }

  @ParameterizedTest
  @CsvSource({",", "p-1,", "p-3,", ",RUNNING", ",FAILED", ",UNINSTALLED", "p-1,RUNNING"})
  void readsOfInstancesAndPodsWhatAPageShows(@Nullable String packageName, @Nullable String state) {
    Instances.Filter filter = new Instances.Filter(packageName, state);
    for (Function<@Nullable String, Answer<Page<InstanceView>>> list :
        List.<Function<@Nullable String, Answer<Page<InstanceView>>>>of(
            cursor -> below(rows.small(), "instance", filter, cursor),
            cursor -> below(rows.above(), "instance", filter, cursor),
            cursor -> ofAll(filter, cursor))) {
      Answer<Page<InstanceView>> first = list.apply(null);
      assertThat(first.read()).isLessThanOrEqualTo(FEW);
      if (first.page().nextCursor() != null) {
        assertThat(list.apply(first.page().nextCursor()).read()).isLessThanOrEqualTo(FEW);
      }
    }
    assertThat(below(rows.above(), "pod", filter, null).read()).isLessThanOrEqualTo(2 * LIMIT + 2);
  }

  @Test
  void showsEachInstanceOnceOverAllPagesNewestFirst() {
    Instances.Filter all = new Instances.Filter(null, null);
    Set<UUID> seen = new HashSet<>();
    @Nullable String cursor = null;
    do {
      Page<InstanceView> page = instances.ofTenant(rows.above(), true, all, 250, cursor);
      assertThat(page.items())
          .isSortedAccordingTo(Comparator.comparing(InstanceView::createdAt).reversed())
          .allSatisfy(
              view -> {
                assertThat(seen.add(view.id())).isTrue();
                assertThat(view.name()).startsWith(view.tenant().label());
                assertThat(view.pods().total()).isEqualTo(2);
              });
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(seen).hasSize(ManyInstanceRows.INSTANCES - ManyInstanceRows.INSTANCES / 10);
  }

  @Test
  void findsByPackageAndStateInOneTenantAndBelow() {
    assertThat(
            instances
                .ofTenant(rows.above(), true, new Instances.Filter("p-3", "FAILED"), LIMIT, null)
                .items())
        .extracting(InstanceView::name)
        .containsExactly("t-300-3");
    assertThat(
            instances
                .ofTenant(rows.small(), false, new Instances.Filter("p-2", null), LIMIT, null)
                .items())
        .extracting(InstanceView::name)
        .containsExactlyInAnyOrder("t-1-8", "t-1-9", "t-1-10");
  }

  private static Answer<Page<InstanceView>> below(
      UUID tenant, String table, Instances.Filter filter, @Nullable String cursor) {
    return database
        .scopes()
        .inSubtree(
            tenant,
            () ->
                rows.counting(
                    table, () -> instances.ofTenant(tenant, true, filter, LIMIT, cursor)));
  }

  private static Answer<Page<InstanceView>> ofAll(
      Instances.Filter filter, @Nullable String cursor) {
    return database
        .scopes()
        .asSystem(
            SystemJob.FEED,
            () -> rows.counting("instance", () -> instances.ofAll(filter, LIMIT, cursor)));
  }
}
