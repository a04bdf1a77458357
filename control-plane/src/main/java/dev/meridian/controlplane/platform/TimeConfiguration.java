package dev.meridian.controlplane.platform;

import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the time comes from. Nothing else asks the system for it, so that tests can move it. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {
  @Bean
  @ConditionalOnMissingBean(InstantSource.class)
  Clock clock() {
    return Clock.systemUTC();
  }
}
