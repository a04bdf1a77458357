package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.StartRefused;
import java.net.URI;
import java.util.Optional;
import org.springframework.core.env.Environment;

/**
 * Where people reach the control plane and who vouches for them.
 *
 * @param url external address of the control plane, without a slash at its end
 * @param external the OIDC issuer that is used instead of the embedded one
 */
record IdentitySettings(URI url, Optional<External> external) {

  /**
   * An OIDC issuer that somebody else runs.
   *
   * @param audience what access tokens for the API must be meant for
   * @param usernameClaim names the account, for people whose subject is not linked to one
   * @param byUsername whether that name leads to accounts that were made here; not where Keycloak
   *     is synchronised or claims are mapped, which make accounts: who gets a name there that is
   *     taken here would be let in as somebody else
   */
  record External(
      String issuer,
      String clientId,
      String clientSecret,
      String audience,
      String usernameClaim,
      boolean byUsername) {
    @Override
    public String toString() {
      return issuer;
    }
  }

  /**
   * Reads {@code meridian.url} and {@code meridian.oidc.issuer | client-id | client-secret |
   * audience | username-claim}.
   *
   * @throws StartRefused for a value that cannot be used
   */
  static IdentitySettings from(Environment environment) {
    String port = environment.getProperty("server.port", "8080");
    String given = environment.getProperty("meridian.url", "http://localhost:" + port);
    URI url = URI.create(given.endsWith("/") ? given.substring(0, given.length() - 1) : given);
    if (url.getHost() == null
        || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
      throw new StartRefused(
          "MERIDIAN_URL is '%s'; it must look like https://meridian.example.org.".formatted(given));
    }
    return new IdentitySettings(url, external(environment));
  }

  private static Optional<External> external(Environment environment) {
    String issuer = environment.getProperty("meridian.oidc.issuer", "");
    if (issuer.isBlank()) {
      return Optional.empty();
    }
    String secret = environment.getProperty("meridian.oidc.client-secret", "");
    if (secret.isBlank()) {
      throw new StartRefused(
          "MERIDIAN_OIDC_ISSUER is set, but MERIDIAN_OIDC_CLIENT_SECRET is not. Register a confidential client for Meridian at %s and give its id and secret."
              .formatted(issuer));
    }
    return Optional.of(
        new External(
            issuer,
            environment.getProperty("meridian.oidc.client-id", "meridian-web"),
            secret,
            environment.getProperty("meridian.oidc.audience", "meridian"),
            environment.getProperty("meridian.oidc.username-claim", "preferred_username"),
            environment.getProperty("meridian.keycloak.client-secret", "").isBlank()
                && environment.getProperty("meridian.oidc.roles", "").isBlank()));
  }

  /** The issuer of the tokens that the API accepts. */
  String issuer() {
    return external.map(External::issuer).orElse(url.toString());
  }

  boolean isTls() {
    return "https".equals(url.getScheme());
  }

  boolean isLoopback() {
    String host = url.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
