package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.database.Login;
import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules that every table has to keep, whoever adds it. */
class SchemaTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  /**
   * Unique keys of tenants' tables that do not begin with the tenant. Each is made of ids that the
   * platform gives out, or is reached by system jobs alone, so that a collision tells a tenant
   * nothing.
   */
  private static final Set<String> KEYS_WITHOUT_TENANT =
      Set.of(
          "desired_pod_pkey",
          "desired_pod_revision",
          "event_pkey",
          "observed_pod_pkey",
          "port_reservation_pkey",
          "volume_order_pkey",
          "work_item_pkey");

  private static final String TENANT_TABLES =
      """
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
          and not a.attisdropped
      where n.nspname = 'meridian' and c.relkind in ('r', 'p')
      """;

  @Test
  void forcesRowLevelSecurityOnEveryTableOfTenants() throws SQLException {
    assertThat(ask("select c.relname " + TENANT_TABLES)).hasSizeGreaterThan(20);
    assertThat(
            ask(
                "select c.relname "
                    + TENANT_TABLES
                    + " and not (c.relrowsecurity and c.relforcerowsecurity)"))
        .as("tables without forced row-level security")
        .isEmpty();
    assertThat(
            ask(
                "select c.relname "
                    + TENANT_TABLES
                    + " and not exists (select from pg_policy p where p.polrelid = c.oid)"))
        .as("tables without a policy")
        .isEmpty();
  }

  @Test
  void beginsUniqueKeysOfTenantsWithTheTenant() throws SQLException {
    List<String> keys =
        ask(
            "select x.relname "
                + TENANT_TABLES.replace(
                    "where",
                    "join pg_index i on i.indrelid = c.oid and i.indisunique join pg_class x on x.oid = i.indexrelid where")
                + " and i.indkey[0] <> a.attnum");

    assertThat(keys).containsExactlyInAnyOrderElementsOf(KEYS_WITHOUT_TENANT);
  }

  @Test
  void ownsNothingAndPassesNoPolicyWithAnyLogin() throws SQLException {
    assertThat(
            ask(
                """
                select rolname from pg_roles
                where rolname like 'meridian%' and (rolsuper or rolbypassrls)
                """))
        .isEmpty();
    assertThat(
            ask(
                """
                select distinct r.rolname from pg_class c
                  join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
                where n.nspname = 'meridian'
                """))
        .containsExactly("meridian_owner");
  }

  /**
   * What code that works in a tenant's scope, and finance, reach of tables that belong to no
   * tenant. No rule about tenants keeps any of it apart, so that it must be fit for everybody:
   * nothing that people sign in with, no key, no token.
   */
  private static final Set<String> OF_NO_TENANT =
      Set.of(
          "meridian_app select account: created_at disabled display_name id kind username version",
          "meridian_app select agent",
          "meridian_app select artifact",
          "meridian_app select audit_anchor",
          "meridian_app select history_epoch",
          "meridian_app select network",
          "meridian_app select node",
          "meridian_app select region",
          "meridian_app select tenant",
          "meridian_app select tenant_closure",
          "meridian_app update agent: revision",
          "meridian_finance select region",
          "meridian_finance select tenant",
          "meridian_finance select tenant_closure");

  @Test
  void freezesWhatIsOfNoTenantAndTheApplicationAndFinanceReach() throws SQLException {
    assertThat(
            ask(
                """
                select g.grantee || ' ' || lower(g.privilege_type) || ' ' || g.table_name
                  || case when exists (select from information_schema.role_table_grants t
                       where (t.grantee, t.table_schema, t.table_name, t.privilege_type)
                         = (g.grantee, g.table_schema, g.table_name, g.privilege_type))
                     then '' else ': ' || string_agg(g.column_name, ' ' order by g.column_name) end
                from information_schema.role_column_grants g
                where g.table_schema = 'meridian'
                  and g.grantee in ('meridian_app', 'meridian_finance')
                  and not exists (select from information_schema.columns c
                    where (c.table_schema, c.table_name, c.column_name)
                      = (g.table_schema, g.table_name, 'tenant_id'))
                group by g.grantee, g.privilege_type, g.table_name, g.table_schema
                """))
        .containsExactlyInAnyOrderElementsOf(OF_NO_TENANT);
  }

  @Test
  void bindsTheOwnerToo() throws SQLException {
    database.tenant("owned");
    try (Connection owner = database.database().access().connectAsOwner();
        ResultSet rows = owner.createStatement().executeQuery("select from tenant")) {
      assertThat(rows.next()).as("rows that the owner sees").isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Login.class)
  void letsNoLoginTruncate(Login login) throws SQLException {
    try (Connection connection = database.database().pool(login).getConnection()) {
      for (String table :
          List.of(
              "quota_claim",
              "audit_event",
              "audit_personal",
              "audit_chain",
              "audit_chain_head",
              "audit_anchor",
              "audit_anchor_head",
              "instance",
              "tenant")) {
        assertThatThrownBy(() -> connection.createStatement().execute("truncate " + table))
            .as(table)
            .hasMessageContaining("permission denied");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Login.class)
  void letsNoLoginChangeWhatIsAudited(Login login) throws SQLException {
    try (Connection connection = database.database().pool(login).getConnection()) {
      for (String change :
          List.of(
              "update audit_event set actor = 'x'",
              "delete from audit_event",
              "update audit_chain set position = position + 1",
              "delete from audit_chain",
              "delete from audit_chain_head",
              "update audit_anchor set signature = ''",
              "delete from audit_anchor",
              "update audit_anchor_head set leaf = 0",
              "delete from audit_anchor_head",
              "delete from audit_personal",
              "update audit_personal set event_id = tenant_id",
              "drop table audit_chain",
              "alter table audit_event disable row level security")) {
        assertThatThrownBy(() -> connection.createStatement().execute(change))
            .as(change)
            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
      }
    }
  }

  @Test
  void givesTheDatabaseItsTimeouts() throws SQLException {
    try (Connection connection = database.database().pool(Login.APP).getConnection()) {
      assertThat(show(connection, "statement_timeout")).isEqualTo("30s");
      assertThat(show(connection, "lock_timeout")).isEqualTo("10s");
      assertThat(show(connection, "search_path")).isEqualTo("meridian");
      for (String durable : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        assertThat(show(connection, durable)).as(durable).isEqualTo("on");
      }
    }
  }

  @Test
  void runsOnTheVersionThatWasAskedFor() throws SQLException {
    String asked = System.getProperty("meridian.test.postgres", "");
    try (Connection connection = database.database().pool(Login.APP).getConnection()) {
      assertThat(show(connection, "server_version"))
          .startsWith(asked.contains("/15/") ? "15." : asked.isEmpty() ? "18." : "");
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  private static List<String> ask(String question) throws SQLException {
    try (Connection owner = database.database().access().connectAsOwner();
        ResultSet rows = owner.createStatement().executeQuery(question)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
      return answers;
    }
  }
}
