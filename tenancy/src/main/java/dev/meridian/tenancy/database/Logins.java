package dev.meridian.tenancy.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the logins of the control plane and refuses those that could pass row-level security. */
final class Logins {
  private Logins() {}

  /**
   * Makes each login, sets its password and gives it the rights of its group. A login that works
   * already is left alone, so that an administrator may make them.
   */
  static void provide(ServerAccess access) {
    for (Login login : Login.values()) {
      if (!works(access, login)) {
        make(access, login);
      }
      requireHarmless(access, login);
    }
  }

  private static boolean works(ServerAccess access, Login login) {
    try (Connection connection = access.connect(login);
        PreparedStatement member =
            connection.prepareStatement("select pg_has_role(current_user, ?, 'usage')")) {
      member.setString(1, login.group());
      ResultSet result = member.executeQuery();
      return result.next() && result.getBoolean(1);
    } catch (SQLException e) {
      // Not there yet, or with another password: making it says what is wrong if that fails too.
      return false;
    }
  }

  private static void make(ServerAccess access, Login login) {
    String user = login.user();
    try (Connection connection = access.connectAsOwner();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(hashtext('meridian logins'))");
      ResultSet found =
          statement.executeQuery("select from pg_roles where rolname = '" + user + "'");
      statement.execute(
          (found.next() ? "alter role " : "create role ")
              + user
              + " login password '"
              + access.passwordOf(login).replace("'", "''")
              + "'");
      statement.execute("grant " + login.group() + " to " + user);
      connection.commit();
    } catch (SQLException e) {
      throw new DatabaseException(
          """
          The login %s could not be made (%s). Give %s the CREATEROLE right, or have an administrator run
            create role %s login password '...'; grant %s to %s;
          and set MERIDIAN_DB_%s_PASSWORD to that password."""
              .formatted(
                  user, e.getMessage(), access.owner(), user, login.group(), user, login.name()),
          e);
    }
  }

  private static void requireHarmless(ServerAccess access, Login login) {
    String question =
        """
        select r.rolsuper or r.rolbypassrls or r.rolname = ? or exists (
          select from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'meridian' and pg_has_role(r.rolname, c.relowner, 'usage'))
        from pg_roles r where r.rolname = current_user
        """;
    try (Connection connection = access.connect(login);
        PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, access.owner());
      ResultSet result = statement.executeQuery();
      if (!result.next() || result.getBoolean(1)) {
        throw new DatabaseException(
            "The login %s is a superuser, may bypass row-level security or owns tables; tenants would not be separated. Take these rights from it: alter role %s nosuperuser nobypassrls."
                .formatted(login.user(), login.user()));
      }
    } catch (SQLException e) {
      throw new DatabaseException(
          "The login %s cannot be used: %s".formatted(login.user(), e.getMessage()), e);
    }
  }
}
