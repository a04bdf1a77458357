package dev.meridian.controlplane.identity;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** Lets a service account in with any of its keys; no other secret counts for it. */
final class ServiceAccountClients implements AuthenticationProvider {
  private final RegisteredClientRepository clients;
  private final ServiceAccountKeys keys;

  ServiceAccountClients(RegisteredClientRepository clients, ServiceAccountKeys keys) {
    this.clients = clients;
    this.keys = keys;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    OAuth2ClientAuthenticationToken asked = (OAuth2ClientAuthenticationToken) authentication;
    String username = asked.getPrincipal().toString();
    RegisteredClient client = clients.findByClientId(username);
    if (client == null
        || !client
            .getAuthorizationGrantTypes()
            .contains(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
      return null;
    }
    UUID key =
        Optional.ofNullable(asked.getCredentials())
            .flatMap(secret -> keys.find(username, secret.toString()))
            .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
    OAuth2ClientAuthenticationToken known =
        new OAuth2ClientAuthenticationToken(client, asked.getClientAuthenticationMethod(), null);
    known.setDetails(key);
    return known;
  }

  /** The key with which a grant was asked for. */
  static Optional<UUID> keyOf(@Nullable Authentication grant) {
    return grant instanceof OAuth2ClientCredentialsAuthenticationToken asked
            && asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
            && client.getDetails() instanceof UUID key
        ? Optional.of(key)
        : Optional.empty();
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
