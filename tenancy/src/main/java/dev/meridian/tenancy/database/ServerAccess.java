package dev.meridian.tenancy.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * How to reach one database and who owns it.
 *
 * @param url JDBC URL without user and password
 * @param owner the login that owns the schema and runs the migrations
 * @param given passwords given for some logins; the others derive from the owner's
 */
public record ServerAccess(String url, String owner, String password, Map<Login, String> given) {
  public ServerAccess {
    given = Map.copyOf(given);
  }

  String passwordOf(Login login) {
    String chosen = given.get(login);
    return chosen != null ? chosen : Passwords.derived(password, login.user());
  }

  /** A connection as the owner, outside every pool; the caller closes it. */
  public Connection connectAsOwner() throws SQLException {
    return connect(owner, password);
  }

  /** A connection as {@code login}, outside every pool; the caller closes it. */
  public Connection connect(Login login) throws SQLException {
    return connect(login.user(), passwordOf(login));
  }

  private Connection connect(String user, String secret) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", secret);
    properties.setProperty("currentSchema", "meridian");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(url, properties);
  }

  @Override
  public String toString() {
    return owner + " at " + url;
  }
}
