package dev.meridian.tenancy.secrets;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.keys.KeyRing;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of secrets, on those of tenancy. */
@Configuration(proxyBeanMethods = false)
public class SecretsConfiguration {

  @Bean
  DataKeys dataKeys(JdbcClient jdbcClient, KeyRing keyRing, InstantSource clock) {
    return new DataKeys(jdbcClient, keyRing, clock);
  }

  @Bean
  Secrets secrets(
      JdbcClient jdbcClient,
      DataKeys dataKeys,
      Quotas quotas,
      Audit audit,
      Callers callers,
      InstantSource clock) {
    return new Secrets(
        jdbcClient, new SecretRows(jdbcClient), dataKeys, quotas, audit, callers, clock);
  }

  @Bean
  KeyRotation keyRotation(
      JdbcClient jdbcClient,
      Scopes scopes,
      DataKeys dataKeys,
      SealedKeys sealedKeys,
      KeyRing keyRing) {
    return new KeyRotation(jdbcClient, scopes, dataKeys, sealedKeys, keyRing);
  }
}
