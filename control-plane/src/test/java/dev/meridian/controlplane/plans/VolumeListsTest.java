package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.platform.ManyInstanceRows;
import dev.meridian.controlplane.platform.ManyInstanceRows.Answer;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of volumes among those of many tenants. */
class VolumeListsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int LIMIT = 20;

  private static ManyInstanceRows rows;
  private static VolumeViews views;

  @BeforeAll
  static void fill() throws SQLException {
    rows = ManyInstanceRows.fill(database);
    views = new VolumeViews(database.jdbc());
  }

  @ParameterizedTest
  @CsvSource({",,20", "MISSING,,20", ",t-7-1,1", "READY,t-7-1,1", "KEPT,,0"})
  void readsOfVolumesInstancesAndTenantsWhatAPageShows(
      @Nullable String state, @Nullable String instance, int shown) {
    VolumeViews.Filter filter = new VolumeViews.Filter(state, instance);
    // The path of each has three tenants.
    for (String table : new String[] {"volume", "instance", "tenant"}) {
      Answer<Page<PodViews.VolumeView>> first = below(rows.above(), table, filter, null);
      assertThat(first.page().items()).hasSize(shown);
      assertThat(first.read()).as(table).isLessThanOrEqualTo(3 * (LIMIT + 1));
      if (first.page().nextCursor() != null) {
        assertThat(below(rows.above(), table, filter, first.page().nextCursor()).read())
            .as(table + " of the second page")
            .isLessThanOrEqualTo(3 * (LIMIT + 1));
      }
    }
    assertThat(below(rows.small(), "volume", filter, null).read()).isLessThanOrEqualTo(LIMIT);
  }

  private static Answer<Page<PodViews.VolumeView>> below(
      UUID tenant, String table, VolumeViews.Filter filter, @Nullable String cursor) {
    return database
        .scopes()
        .inSubtree(
            tenant,
            () -> rows.counting(table, () -> views.ofSubtree(tenant, filter, LIMIT, cursor)));
  }
}
