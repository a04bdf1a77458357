package dev.meridian.controlplane.testing;

import dev.meridian.tenancy.Freshness;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Bean methods of a replica that reads rights and sign-ins anew when it hears that they have
 * changed, and otherwise only after longer than any test waits. What still counts soon there counts
 * because of the news.
 */
public final class NewsAlone {
  @Bean
  @Primary
  Freshness lasting() {
    return new Freshness(Duration.ofMinutes(5), Duration.ofMinutes(5));
  }
}
