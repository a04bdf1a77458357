package dev.meridian.tenancy;

import dev.meridian.tenancy.database.Database;
import dev.meridian.tenancy.database.DatabaseSettings;
import dev.meridian.tenancy.database.DedicatedConnections;
import dev.meridian.tenancy.database.Login;
import dev.meridian.tenancy.keys.KeyCheck;
import dev.meridian.tenancy.keys.KeyRing;
import dev.meridian.tenancy.keys.KeyRings;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The beans of this module. Needs an {@link InstantSource} bean, and a {@link CallerSource} bean
 * where there are callers.
 */
@Configuration(proxyBeanMethods = false)
public class TenancyConfiguration {

  @Bean
  Database database(Environment environment) {
    return Database.open(DatabaseSettings.from(environment));
  }

  @Bean
  DedicatedConnections dedicatedConnections(Database database) {
    return () -> database.dedicated(Login.SYSTEM);
  }

  @Bean
  DataSource dataSource(Database database) {
    return new ScopedDataSource(database);
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource) {
    return new HonestTransactions(dataSource);
  }

  @Bean
  JdbcClient jdbcClient(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  @Bean
  Scopes scopes(JdbcClient jdbcClient, PlatformTransactionManager transactionManager) {
    return new Scopes(jdbcClient, transactionManager);
  }

  @Bean
  Tenants tenants(JdbcClient jdbcClient, Scopes scopes, InstantSource clock) {
    return new Tenants(jdbcClient, scopes, clock);
  }

  @Bean
  Accounts accounts(JdbcClient jdbcClient, Scopes scopes, InstantSource clock) {
    return new Accounts(jdbcClient, scopes, clock);
  }

  @Bean
  TenantTree tenantTree(JdbcClient jdbcClient, Tenants tenants, QuotaSweep quotaSweep) {
    return new TenantTree(jdbcClient, tenants, quotaSweep);
  }

  @Bean
  Bindings bindings(JdbcClient jdbcClient, Scopes scopes, InstantSource clock) {
    return new Bindings(jdbcClient, scopes, clock);
  }

  @Bean
  HeldRoles heldRoles(JdbcClient jdbcClient, Scopes scopes) {
    return new HeldRoles(jdbcClient, scopes);
  }

  @Bean
  Groups groups(JdbcClient jdbcClient, Scopes scopes, InstantSource clock) {
    return new Groups(jdbcClient, scopes, clock);
  }

  @Bean
  Invitations invitations(JdbcClient jdbcClient, Scopes scopes, InstantSource clock) {
    return new Invitations(jdbcClient, scopes, clock);
  }

  @Bean
  Roles roles(
      JdbcClient jdbcClient,
      Scopes scopes,
      Tenants tenants,
      Permissions permissions,
      InstantSource clock) {
    return new Roles(new CustomRoles(jdbcClient, clock), scopes, tenants, permissions);
  }

  @Bean
  Quotas quotas(JdbcClient jdbcClient, Scopes scopes) {
    return new Quotas(jdbcClient, scopes);
  }

  @Bean
  IsolationDemands isolationDemands(JdbcClient jdbcClient) {
    return new IsolationDemands(jdbcClient);
  }

  @Bean
  QuotaLimits quotaLimits(JdbcClient jdbcClient, Scopes scopes) {
    return new QuotaLimits(jdbcClient, scopes);
  }

  @Bean
  QuotaSweep quotaSweep(JdbcClient jdbcClient, Scopes scopes) {
    return new QuotaSweep(jdbcClient, scopes);
  }

  @Bean
  GroupedClaims groupedClaims(JdbcClient jdbcClient, Scopes scopes, Quotas quotas) {
    return new GroupedClaims(jdbcClient, scopes, quotas);
  }

  @Bean
  Callers callers(ObjectProvider<CallerSource> source) {
    return new Callers(source.getIfAvailable(() -> Optional::empty));
  }

  @Bean
  Audit audit(JdbcClient jdbcClient, Scopes scopes, Callers callers, InstantSource clock) {
    return new Audit(jdbcClient, scopes, callers, clock);
  }

  @Bean
  AuditErasure auditErasure(JdbcClient jdbcClient, Scopes scopes) {
    return new AuditErasure(jdbcClient, scopes);
  }

  @Bean
  KeyRing keyRing(Environment environment) {
    return KeyRings.from(
        environment, DatabaseSettings.from(environment).directory().resolve("key-encryption-key"));
  }

  @Bean
  KeyCheck keyCheck(KeyRing keyRing, InstantSource clock) {
    return new KeyCheck(keyRing, clock);
  }

  @Bean
  SealedKeys sealedKeys(
      JdbcClient jdbcClient, Scopes scopes, KeyRing keyRing, InstantSource clock) {
    return new SealedKeys(jdbcClient, scopes, keyRing, clock);
  }

  @Bean
  SealedTexts sealedTexts(SealedKeys sealedKeys) {
    return new SealedTexts(sealedKeys);
  }

  @Bean
  Freshness freshness() {
    return Freshness.USUAL;
  }

  @Bean
  Permissions permissions(
      JdbcClient jdbcClient,
      Scopes scopes,
      Tenants tenants,
      Callers callers,
      Audit audit,
      InstantSource clock,
      Freshness freshness) {
    return new Permissions(jdbcClient, scopes, tenants, callers, audit, clock, freshness);
  }
}
