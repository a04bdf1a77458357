package dev.meridian.controlplane.keycloak;

import dev.meridian.controlplane.platform.StartRefused;
import dev.meridian.tenancy.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * How Keycloak is synchronised with.
 *
 * @param issuer of the tokens; accounts are known by it and their subject
 * @param server address of Keycloak, without the realm
 * @param api client whose roles are those of Meridian
 * @param group path of the group below which groups stand for tenants
 * @param memberRole what members of an organisation have, and of a group that gives no role
 * @param publish tenants, their members and roles of Meridian are shown in Keycloak
 * @param shown path of the group below which groups show whom people here gave a role
 * @param interval between two synchronisations
 * @param disabledInterval between two questions who is disabled
 */
record KeycloakSettings(
    String issuer,
    String server,
    String realm,
    String clientId,
    String clientSecret,
    String api,
    String group,
    String memberRole,
    boolean publish,
    String shown,
    Duration interval,
    Duration disabledInterval) {
  static final String SHOWN = "/meridian-members";

  private static final Pattern ISSUER = Pattern.compile("(https?://.+)/realms/([^/]+)");

  /** A disabled person may go on for a minute at most. */
  private static final Duration LONGEST_DISABLED_INTERVAL = Duration.ofSeconds(30);

  /**
   * Reads {@code meridian.keycloak.*}; empty when there is no secret for the synchronisation.
   *
   * @throws IllegalStateException for a value that cannot be used
   */
  static Optional<KeycloakSettings> from(Environment environment) {
    String secret = environment.getProperty("meridian.keycloak.client-secret", "");
    if (secret.isBlank()) {
      return Optional.empty();
    }
    String issuer = environment.getProperty("meridian.oidc.issuer", "");
    Matcher parts = ISSUER.matcher(issuer);
    if (!parts.matches()) {
      throw new IllegalStateException(
          "MERIDIAN_KEYCLOAK_CLIENT_SECRET is set, but MERIDIAN_OIDC_ISSUER is '%s': give the issuer of the realm, such as https://sso.example.org/realms/meridian."
              .formatted(issuer));
    }
    String role =
        environment.getProperty("meridian.keycloak.member-role", Role.TENANT_VIEWER.key());
    if (Role.find(role).filter(one -> !one.isOfPlatform()).isEmpty()) {
      throw new IllegalStateException(
          "MERIDIAN_KEYCLOAK_MEMBER_ROLE is '%s': give a built-in role of tenants, such as tenant-viewer."
              .formatted(role));
    }
    Duration disabled =
        environment.getProperty(
            "meridian.keycloak.disabled-interval", Duration.class, Duration.ofSeconds(10));
    if (disabled.compareTo(LONGEST_DISABLED_INTERVAL) > 0 || !disabled.isPositive()) {
      throw new IllegalStateException(
          "MERIDIAN_KEYCLOAK_DISABLED_INTERVAL is %s: give at most %s, so that who is disabled loses access within a minute."
              .formatted(disabled, LONGEST_DISABLED_INTERVAL));
    }
    String group = environment.getProperty("meridian.keycloak.group", "/tenants");
    String path = group.startsWith("/") ? group : "/" + group;
    if (path.equals(SHOWN) || path.startsWith(SHOWN + "/")) {
      throw new StartRefused(
          "MERIDIAN_KEYCLOAK_GROUP is '%s', which is for groups that Meridian makes and removes: name another one."
              .formatted(group));
    }
    return Optional.of(
        new KeycloakSettings(
            issuer,
            environment.getProperty("meridian.keycloak.url", parts.group(1)),
            parts.group(2),
            environment.getProperty("meridian.keycloak.client-id", "meridian-sync"),
            secret,
            environment.getProperty("meridian.oidc.audience", "meridian"),
            path,
            role,
            environment.getProperty("meridian.keycloak.publish", Boolean.class, false),
            SHOWN,
            environment.getProperty(
                "meridian.keycloak.interval", Duration.class, Duration.ofSeconds(30)),
            disabled));
  }

  @Override
  public String toString() {
    return "realm %s at %s".formatted(realm, server);
  }
}
