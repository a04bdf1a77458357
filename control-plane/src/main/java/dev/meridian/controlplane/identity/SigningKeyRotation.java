package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;

/** Replaces the key that signs tokens when somebody asks for it, and when it has become old. */
class SigningKeyRotation {
  private final SigningKeys keys;
  private final Scopes scopes;
  private final Audit audit;
  private final Tenants tenants;
  private final Duration period;
  private final InstantSource clock;

  SigningKeyRotation(
      SigningKeys keys,
      Scopes scopes,
      Audit audit,
      Tenants tenants,
      Duration period,
      InstantSource clock) {
    this.keys = keys;
    this.scopes = scopes;
    this.audit = audit;
    this.tenants = tenants;
    this.period = period;
    this.clock = clock;
  }

  /** Makes a new key whatever the age of the present one. */
  void now() {
    replace(clock.instant(), "asked for");
  }

  /** One replica makes a new key when the present one is older than the period. */
  @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1H")
  void whenOld() {
    replace(clock.instant().minus(period), "older than " + period);
  }

  private void replace(Instant madeBefore, String why) {
    if (keys.replace(madeBefore)) {
      UUID root = tenants.root().id();
      scopes.inTenant(
          root, () -> audit.done(root, "signing-key.rotate", "tokens", null, Map.of("why", why)));
    }
  }
}
