package dev.meridian.controlplane.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnedTablesIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  /** A table that is not named would keep a deleted tenant's rows, or should and would not. */
  @Test
  void decidesForEachTableWithATenantsRowsWhetherTheyStay() {
    Set<String> decided = new TreeSet<>(OwnedTables.taken());
    decided.addAll(OwnedTables.STAY);

    Set<String> tables =
        new TreeSet<>(
            database
                .scopes()
                .asSystem(
                    SystemJob.MAINTENANCE,
                    () ->
                        database
                            .jdbc()
                            .sql(
                                """
                                select c.relname from pg_class c
                                join pg_namespace n on n.oid = c.relnamespace
                                join pg_attribute a on a.attrelid = c.oid
                                  and a.attname = 'tenant_id' and not a.attisdropped
                                where n.nspname = 'meridian' and c.relkind in ('r', 'p')
                                """)
                            .query(String.class)
                            .list()));

    assertThat(tables).isEqualTo(decided);
    assertThat(OwnedTables.taken()).doesNotContainAnyElementsOf(OwnedTables.STAY);
  }
}
