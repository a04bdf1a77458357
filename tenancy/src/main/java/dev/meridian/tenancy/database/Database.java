package dev.meridian.tenancy.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The migrated database with one pool for each login. Opening it starts the embedded server where
 * no external one is set, migrates as the owner, makes the logins and checks that they are bound by
 * row-level security.
 */
public final class Database implements AutoCloseable {
  private final ServerAccess access;
  private final Map<Login, HikariDataSource> pools = new EnumMap<>(Login.class);
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  private Database(ServerAccess access) {
    this.access = access;
  }

  /**
   * Opens the database that {@code settings} name.
   *
   * @throws DatabaseException when it cannot be reached, started or migrated
   */
  public static Database open(DatabaseSettings settings) {
    ServerAccess external = settings.external();
    if (external != null) {
      return on(external);
    }
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            PostgresPrograms.shipped(settings.cache()), settings.directory().resolve("database"));
    try {
      Database database = on(server.database("meridian"));
      database.owned.add(server);
      return database;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Migrates a database that runs elsewhere and opens the pools on it. */
  public static Database on(ServerAccess access) {
    migrate(access);
    Logins.provide(access);
    Database database = new Database(access);
    for (Login login : Login.values()) {
      database.pools.put(login, pool(access, login));
    }
    return database;
  }

  static void migrate(ServerAccess access) {
    try {
      Flyway.configure()
          .dataSource(access.url(), access.owner(), access.password())
          .locations("classpath:db/migration")
          .schemas("meridian")
          .defaultSchema("meridian")
          .connectRetries(5)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseException(
          "The database %s could not be migrated: %s".formatted(access, e.getMessage()), e);
    }
  }

  /** The pool of a login. Code outside of {@code Scopes} has no business with it. */
  public DataSource pool(Login login) {
    HikariDataSource pool = pools.get(login);
    if (pool == null) {
      throw new IllegalStateException("no pool of " + login);
    }
    return pool;
  }

  /**
   * A connection of its own, outside every pool and without tenant context, for what holds one for
   * long (LISTEN). The caller closes it.
   */
  public Connection dedicated(Login login) throws SQLException {
    return access.connect(login);
  }

  public ServerAccess access() {
    return access;
  }

  private static HikariDataSource pool(ServerAccess access, Login login) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("meridian-" + login.name().toLowerCase(java.util.Locale.ROOT));
    config.setJdbcUrl(access.url());
    config.setUsername(login.user());
    config.setPassword(access.passwordOf(login));
    config.setMaximumPoolSize(login.poolSize());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    config.setKeepaliveTime(60_000);
    config.addDataSourceProperty("currentSchema", "meridian");
    config.addDataSourceProperty("ApplicationName", config.getPoolName());
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("socketTimeout", "60");
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s");
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
    while (!owned.isEmpty()) {
      try {
        owned.removeLast().close();
      } catch (Exception e) {
        throw new DatabaseException("The database did not stop cleanly: " + e.getMessage(), e);
      }
    }
  }
}
