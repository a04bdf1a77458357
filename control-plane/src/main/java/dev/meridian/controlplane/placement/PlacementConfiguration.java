package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what a placement batch works with. */
@Configuration(proxyBeanMethods = false)
class PlacementConfiguration {
  @Bean
  PlacementBatch.Parts placementParts(
      Scopes scopes,
      PlacementStore store,
      ReservationRows rows,
      PlacementNews news,
      Quotas quotas,
      InstantSource clock) {
    return new PlacementBatch.Parts(scopes, store, rows, news, quotas, clock);
  }
}
