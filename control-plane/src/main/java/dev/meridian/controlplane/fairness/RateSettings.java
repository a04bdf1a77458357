package dev.meridian.controlplane.fairness;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;

/**
 * How many requests a replica of the API takes.
 *
 * @param caller requests a second of one account, five times as many at once
 * @param tenant requests a second for the things of one tenant, five times as many at once
 */
@ConfigurationProperties("meridian.api-rate")
record RateSettings(@DefaultValue("1000") int caller, @DefaultValue("2000") int tenant) {
  private static final int MOST = 1_000_000;

  RateSettings {
    require("caller", caller);
    require("tenant", tenant);
  }

  private static void require(String name, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(
          "meridian.api-rate.%s is %d; give 1 to %d requests a second."
              .formatted(name, value, MOST));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RateSettings.class)
  static class Binding {}
}
