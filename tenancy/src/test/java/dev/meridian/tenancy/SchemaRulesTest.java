package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.database.Login;
import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema keeps its rules, and each rule notices when it is broken. */
class SchemaRulesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void keepsTenantsApart() throws SQLException {
    try (Connection owner = database.database().access().connectAsOwner()) {
      assertThat(SchemaRules.broken(owner)).isEmpty();
    }
  }

  /** Each policy removed alone, and each widened to every row, in a transaction of its own. */
  @Test
  void noticesEachPolicyThatIsRemovedOrWidened() throws SQLException {
    List<String> unnoticed = new ArrayList<>();
    int tried = 0;
    try (Connection owner = database.database().access().connectAsOwner()) {
      for (String policy :
          SchemaRules.ask(
              owner,
              "select format('%I on %I', policyname, tablename) from pg_policies where schemaname = 'meridian'")) {
        List<String> changes = new ArrayList<>(List.of("drop policy " + policy));
        if (policy.startsWith("own") || policy.startsWith("subtree")) {
          changes.add("alter policy " + policy + " using (true)");
        }
        for (String change : changes) {
          tried++;
          if (after(owner, change).isEmpty()) {
            unnoticed.add(change);
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(100);
    assertThat(unnoticed).isEmpty();
  }

  @Test
  void noticesEachTableThatIsNotProtected() throws SQLException {
    List<String> unnoticed = new ArrayList<>();
    try (Connection owner = database.database().access().connectAsOwner()) {
      for (String table :
          SchemaRules.ask(
              owner, "select relname from pg_class where relrowsecurity order by relname")) {
        for (String change : List.of("disable row level security", "no force row level security")) {
          if (after(owner, "alter table " + table + " " + change).isEmpty()) {
            unnoticed.add(table + " " + change);
          }
        }
      }
    }
    assertThat(unnoticed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create view leaking as select * from instance",
        "create view leaking with (security_invoker = false) as select * from instance",
        "create materialized view leaking as select * from instance",
        "create function leaking() returns bigint language sql security definer as 'select 1::bigint'",
        "create table leaking (tenant_id uuid primary key)",
        "create table leaking (id uuid primary key, p uuid, i uuid, foreign key (p, i) references instance)",
        "grant truncate on instance to meridian_app",
        "create policy more on instance for select to meridian_app using (state = 'RUNNING')"
      })
  void noticesWhatLeaks(String change) throws SQLException {
    try (Connection owner = database.database().access().connectAsOwner()) {
      assertThat(after(owner, change)).isNotEmpty();
    }
  }

  @Test
  void leavesAProtectedViewAlone() throws SQLException {
    try (Connection owner = database.database().access().connectAsOwner()) {
      assertThat(
              after(
                  owner,
                  "create view good with (security_invoker = true) as select * from instance"))
          .isEmpty();
    }
  }

  /**
   * Under row-level security an index serves a filter only when the filter's operators are
   * leakproof. These are what lists of the API filter and page by.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=(uuid,uuid)",
        "<(uuid,uuid)",
        ">(uuid,uuid)",
        "=(text,text)",
        "<>(text,text)",
        "<(text,text)",
        ">(text,text)",
        ">=(text,text)",
        "=(timestamptz,timestamptz)",
        "<(timestamptz,timestamptz)",
        ">=(timestamptz,timestamptz)",
        "=(int4,int4)",
        "=(bool,bool)"
      })
  void filtersByLeakproofOperators(String operator) throws SQLException {
    try (Connection connection = database.database().pool(Login.APP).getConnection()) {
      assertThat(
              SchemaRules.ask(
                  connection,
                  "select proleakproof from pg_proc where oid = (select oprcode from pg_operator where oid = 'pg_catalog.%s'::regoperator)"
                      .formatted(operator)))
          .as("leakproof")
          .containsExactly("t");
    }
  }

  /** What a change breaks that was whole before it; the change is taken back. */
  private static List<String> after(Connection owner, String change) throws SQLException {
    List<String> before = SchemaRules.broken(owner);
    owner.setAutoCommit(false);
    try (var statement = owner.createStatement()) {
      statement.execute("set local search_path to meridian");
      statement.execute(change);
      return SchemaRules.broken(owner).stream().filter(b -> !before.contains(b)).toList();
    } finally {
      owner.rollback();
      owner.setAutoCommit(true);
    }
  }
}
