package dev.meridian.controlplane.audit.sinks;

import java.net.InetAddress;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts together what sends. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SinkSettings.class)
class SinkConfiguration {
  @Bean
  AddressGuard addressGuard(SinkSettings settings) {
    return new AddressGuard(settings, InetAddress::getAllByName);
  }

  @Bean
  Senders sinkSenders(AddressGuard guard, Environment environment) {
    return Senders.of(guard, environment.getProperty("meridian.url", ""));
  }
}
