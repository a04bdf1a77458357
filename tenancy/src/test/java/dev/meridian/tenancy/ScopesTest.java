package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.database.Login;
import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class ScopesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static UUID acme;
  private static UUID streams;
  private static UUID globex;

  @BeforeAll
  static void tenantsWithAClaimEach() {
    acme = database.tenant("acme");
    streams = database.tenant(acme, "streams");
    globex = database.tenant("globex");
    for (UUID tenant : List.of(acme, streams, globex)) {
      database
          .scopes()
          .inTenant(
              tenant,
              () -> database.quotas().hold(tenant, Ids.next(), Claim.of(new Amounts(1, 1, 1, 1))));
    }
  }

  @Test
  void seesOwnRowsOnly() {
    assertThat(database.scopes().inTenant(acme, ScopesTest::claimants)).containsExactly(acme);
  }

  @Test
  void seesSubtreeReadOnly() {
    assertThat(database.scopes().inSubtree(acme, ScopesTest::claimants))
        .containsExactlyInAnyOrder(acme, streams);
    assertThatThrownBy(
            () ->
                database
                    .scopes()
                    .inSubtree(acme, () -> jdbc().sql("delete from quota_claim").update()))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void systemJobSeesEveryTenant() {
    assertThat(database.scopes().asSystem(SystemJob.USAGE, ScopesTest::claimants))
        .contains(acme, streams, globex);
  }

  @Test
  void refusesRowOfAnotherTenant() {
    assertThatThrownBy(
            () ->
                database
                    .scopes()
                    .inTenant(
                        acme,
                        () ->
                            jdbc()
                                .sql("insert into quota_claim values (?, ?, 0, 0, 0, 0)")
                                .params(globex, Ids.next())
                                .update()))
        .hasStackTraceContaining("row-level security");
  }

  @Test
  void failsOutsideOfAScope() {
    assertThatThrownBy(ScopesTest::claimants).hasStackTraceContaining("outside of a scope");
  }

  @Test
  void joinsTheSameScopeAndRefusesAnother() {
    Scopes scopes = database.scopes();
    assertThat(scopes.inTenant(acme, () -> scopes.inTenant(acme, ScopesTest::claimants)))
        .containsExactly(acme);
    assertThatThrownBy(
            () -> scopes.inTenant(acme, () -> scopes.inTenant(globex, ScopesTest::claimants)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside of work as");
    assertThatThrownBy(
            () ->
                scopes.inTenant(
                    acme, () -> scopes.asSystem(SystemJob.USAGE, ScopesTest::claimants)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rollsBackWhenTheWorkThrows() {
    UUID holder = Ids.next();
    assertThatThrownBy(
            () ->
                database
                    .scopes()
                    .inTenant(
                        acme,
                        () -> {
                          database.quotas().hold(acme, holder, Claim.of(new Amounts(1, 1, 1, 1)));
                          throw new IllegalArgumentException("no");
                        }))
        .hasMessage("no");
    assertThat(
            database
                .scopes()
                .inTenant(
                    acme,
                    () ->
                        jdbc()
                            .sql("select count(*) from quota_claim where holder_id = ?")
                            .param(holder)
                            .query(Long.class)
                            .single()))
        .isZero();
  }

  @Test
  void leavesNoTenantOnAPooledConnection() throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      database.scopes().inTenant(acme, ScopesTest::claimants);
    }
    try {
      for (int i = 0; i < 12; i++) {
        Connection connection = database.database().pool(Login.APP).getConnection();
        all.add(connection);
        try (var rows = connection.createStatement().executeQuery("select from quota_claim")) {
          assertThat(rows.next()).as("rows seen without a tenant").isFalse();
        }
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  /** Whatever the transaction before did on the connection, and however it ended. */
  @Test
  void beginsEachTransactionOfAConnectionWithoutTheTenantOfTheOneBefore() throws SQLException {
    try (Connection one = database.database().pool(Login.APP).getConnection()) {
      one.setAutoCommit(false);
      for (boolean commits : new boolean[] {true, false}) {
        try (var statement = one.createStatement()) {
          statement.execute("select set_config('app.tenant', '%s', true)".formatted(acme));
          try (var rows = statement.executeQuery("select from quota_claim")) {
            assertThat(rows.next()).as("rows of the tenant").isTrue();
          }
          if (commits) {
            one.commit();
          } else {
            one.rollback();
          }
          try (var rows = statement.executeQuery("select from quota_claim")) {
            assertThat(rows.next()).as("rows seen by the next transaction").isFalse();
          }
          one.rollback();
        }
      }
    }
  }

  private static JdbcClient jdbc() {
    return database.jdbc();
  }

  private static List<UUID> claimants() {
    return jdbc().sql("select tenant_id from quota_claim").query(UUID.class).list();
  }
}
