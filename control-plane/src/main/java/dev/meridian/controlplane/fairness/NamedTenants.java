package dev.meridian.controlplane.fairness;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Which tenant a path or id names, without asking the database each time: one that was renamed
 * counts under its old name for a minute more, which is of no matter to what is counted here.
 */
@Component
class NamedTenants {
  private static final int MOST = 50_000;

  private final Cache<String, Optional<UUID>> known =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofMinutes(1)).build();
  private final Tenants tenants;

  NamedTenants(Tenants tenants) {
    this.tenants = tenants;
  }

  Optional<UUID> find(String pathOrId) {
    return known.get(pathOrId, name -> tenants.lookUp(name).map(Tenant::id));
  }
}
