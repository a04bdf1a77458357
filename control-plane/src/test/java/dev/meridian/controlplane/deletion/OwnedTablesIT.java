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

    assertThat(ownedTables()).isEqualTo(decided);
    assertThat(OwnedTables.taken()).doesNotContainAnyElementsOf(OwnedTables.STAY);
  }

  /** Each is in the export, or there is a reason why not. */
  @Test
  void decidesForEachTableWithATenantsRowsWhetherTheExportHasThem() {
    Set<String> decided = new TreeSet<>(ExportKinds.tables());
    decided.addAll(ExportKinds.LEFT_OUT.keySet());

    assertThat(ownedTables()).isEqualTo(decided);
    assertThat(ExportKinds.tables()).doesNotContainAnyElementsOf(ExportKinds.LEFT_OUT.keySet());
    assertThat(ExportKinds.LEFT_OUT.values()).allMatch(reason -> reason.length() > 20);
  }

  /** Leaving one more out is a decision that this line is part of. */
  @Test
  void leavesOutOfTheExportTheseTablesOnly() {
    assertThat(ExportKinds.LEFT_OUT.keySet())
        .containsExactlyInAnyOrder(
            "audit_chain",
            "audit_chain_head",
            "audit_anchor_head",
            "data_key",
            "tenant_deletion",
            "tenant_deletion_member",
            "tenant_deletion_step",
            "quota_claim",
            "intent",
            "placement_request",
            "placement_release",
            "desired_pod",
            "volume_order",
            "observed_pod",
            "work_item",
            "idempotency_key");
  }

  @Test
  void readsEachTableThatTheExportIsSaidToHold() {
    for (ExportKind kind : ExportKinds.ALL) {
      for (String table : kind.tables()) {
        assertThat(kind.sql()).as(kind.type()).containsPattern("\\b(from|join) " + table + " ");
      }
      assertThat(kind.sql()).as(kind.type()).contains(":tenant", ":after", ":limit");
    }
  }

  private static Set<String> ownedTables() {
    return new TreeSet<>(
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
  }
}
