package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.Tenants;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of directories, on those of tenancy. */
@Configuration(proxyBeanMethods = false)
public class DirectoryConfiguration {

  @Bean
  Directories directories(
      JdbcClient jdbcClient, Scopes scopes, Tenants tenants, Audit audit, InstantSource clock) {
    return new Directories(
        jdbcClient,
        scopes,
        tenants,
        new DirectoryRows(jdbcClient, tenants),
        new DirectoryChanges(jdbcClient, tenants, audit, clock));
  }

  @Bean
  SyncRecord syncRecord(JdbcClient jdbcClient, Scopes scopes) {
    return new SyncRecord(jdbcClient, scopes);
  }
}
