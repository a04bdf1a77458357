package dev.meridian.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class LoginsTest {
  @Test
  void refusesALoginThatMayPassRowLevelSecurity() throws SQLException {
    ServerAccess access = TestServer.running().freshAccess();
    superuser("alter role meridian_app_login bypassrls");
    try {
      assertThatThrownBy(() -> Database.on(access))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("meridian_app_login")
          .hasMessageContaining("nobypassrls");
    } finally {
      superuser("alter role meridian_app_login nobypassrls");
    }
    Database.on(access).close();
  }

  @Test
  void derivesAPasswordForEachLoginThatTellsNothingOfTheOthers() {
    assertThat(Passwords.derived("secret", "a")).isEqualTo(Passwords.derived("secret", "a"));
    assertThat(Passwords.derived("secret", "a")).isNotEqualTo(Passwords.derived("secret", "b"));
  }

  @Test
  void asksForUserAndPasswordWithAUrl() {
    MockEnvironment environment =
        new MockEnvironment().withProperty("meridian.db.url", "jdbc:postgresql://db/meridian");

    assertThatThrownBy(() -> DatabaseSettings.from(environment))
        .hasMessageContaining("MERIDIAN_DB_USER is not");
    environment.setProperty("meridian.db.url", "postgres://db");
    assertThatThrownBy(() -> DatabaseSettings.from(environment))
        .hasMessageContaining("jdbc:postgresql://");
  }

  private static void superuser(String sql) throws SQLException {
    try (Connection connection = TestServer.running().server().superuser()) {
      connection.createStatement().execute(sql);
    }
  }
}
