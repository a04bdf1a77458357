package dev.meridian.controlplane.keycloak;

import dev.meridian.controlplane.identity.RightsNews;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.directory.Directories;
import dev.meridian.tenancy.directory.SyncRecord;
import dev.meridian.tenancy.directory.SyncStanding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What synchronises, where there is a Keycloak to synchronise with. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${meridian.keycloak.client-secret:}'.isBlank()")
class KeycloakConfiguration {

  @Bean
  KeycloakSettings keycloakSettings(Environment environment) {
    return KeycloakSettings.from(environment).orElseThrow();
  }

  @Bean
  KeycloakLink keycloakLink(KeycloakSettings settings) {
    return new KeycloakLink(settings);
  }

  @Bean
  KeycloakSync keycloakSync(
      KeycloakLink link,
      KeycloakSettings settings,
      Directories directories,
      Tenants tenants,
      RightsNews news) {
    return new KeycloakSync(link, settings, directories, tenants, news);
  }

  @Bean
  KeycloakRounds keycloakRounds(
      KeycloakSync sync, SyncRecord standing, Leases leases, InstantSource clock) {
    return new KeycloakRounds(sync, standing, leases, clock);
  }

  /** Seconds since the last success; alert on it. */
  @Bean
  Gauge keycloakSyncAge(MeterRegistry registry, SyncRecord standing, InstantSource clock) {
    return Gauge.builder("meridian.identity.sync.age", standing, one -> age(one, clock))
        .baseUnit("seconds")
        .description("Time since Meridian was last brought in line with Keycloak")
        .register(registry);
  }

  private static double age(SyncRecord standing, InstantSource clock) {
    return standing
        .read()
        .map(SyncStanding::succeededAt)
        .map(at -> (double) Duration.between(at, clock.instant()).toSeconds())
        .orElse(Double.NaN);
  }
}
