package dev.meridian.controlplane.secrets;

import dev.meridian.tenancy.keys.KeyCheck;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the key-encryption key can be used. Neither a reason to end this process nor to take it
 * from its callers: what is open goes on, and only what needs a key that is not open waits.
 */
@Component("keyEncryption")
class KeyEncryptionHealth implements HealthIndicator {
  private final KeyCheck check;

  KeyEncryptionHealth(KeyCheck check) {
    this.check = check;
  }

  @Override
  public Health health() {
    return check
        .problem()
        .map(reason -> Health.down().withDetail("reason", reason))
        .orElseGet(Health::up)
        .withDetail("key", check.name())
        .build();
  }
}
