package dev.meridian.controlplane.deletion;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;

/**
 * How tenants are deleted.
 *
 * @param grace how long a deletion can be taken back where nobody says another time
 */
@ConfigurationProperties("meridian.tenant-deletion")
record DeletionSettings(@DefaultValue("7d") Duration grace) {
  static final int MOST_DAYS = 365;

  DeletionSettings {
    if (grace.isNegative() || grace.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
      throw new IllegalArgumentException(
          "meridian.tenant-deletion.grace is %s; give 0 to %d days.".formatted(grace, MOST_DAYS));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(DeletionSettings.class)
  static class Binding {}
}
