package dev.meridian.controlplane.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.HeldRoles;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Who must have a second factor: {@code meridian.second-factor.required}. */
@Component
class SecondFactorPolicy {
  static final String SETTING = "meridian.second-factor.required";

  private static final int MOST_KEPT = 20_000;

  /** Whom it binds, of those who sign in with a password here. */
  enum Required {
    NONE,
    /** Who holds a role on the platform, by a group too. */
    PLATFORM,
    ALL;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the setting.
     *
     * @throws IllegalStateException for a value that is none of these
     */
    static Required from(Environment environment) {
      String given = environment.getProperty(SETTING, NONE.key()).strip();
      List<String> keys = Arrays.stream(values()).map(Required::key).toList();
      return Arrays.stream(values())
          .filter(one -> one.key().equals(given))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "%s is '%s'; write one of %s."
                          .formatted(SETTING, given, String.join(", ", keys))));
    }
  }

  private final Required required;
  private final OwnProof proof;
  private final HeldRoles held;
  private final Tenants tenants;
  private final SecondFactors factors;

  /** Whom nothing is missing; for as long as other things of an account are remembered. */
  private final Cache<UUID, Boolean> satisfied =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(Duration.ofMillis(900)).build();

  SecondFactorPolicy(
      Environment environment,
      OwnProof proof,
      HeldRoles held,
      Tenants tenants,
      SecondFactors factors) {
    this.required = Required.from(environment);
    this.proof = proof;
    this.held = held;
    this.tenants = tenants;
    this.factors = factors;
  }

  /** Whether the caller must have one. */
  boolean binds(Caller caller) {
    return switch (required) {
      case NONE -> false;
      case PLATFORM -> proof.hasPassword(caller) && holdsRoleOnPlatform(caller);
      case ALL -> proof.hasPassword(caller);
    };
  }

  /** Whether the caller must have one and has not. */
  boolean misses(Caller caller) {
    if (required == Required.NONE || satisfied.getIfPresent(caller.accountId()) != null) {
      return false;
    }
    if (binds(caller) && factors.of(caller.accountId()).isEmpty()) {
      return true;
    }
    satisfied.put(caller.accountId(), true);
    return false;
  }

  private boolean holdsRoleOnPlatform(Caller caller) {
    UUID root = tenants.root().id();
    return held.of(caller.accountId()).stream()
        .anyMatch(one -> one.binding().tenant().equals(root));
  }
}
