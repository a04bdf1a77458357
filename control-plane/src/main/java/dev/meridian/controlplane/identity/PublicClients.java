package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets a client without a secret ask for device codes, redeem them and their refresh tokens, and
 * give them back (RFC 8628, RFC 7009; the framework itself knows public clients for the code flow
 * only). The code or token, not the client id, is what proves anything here.
 */
final class PublicClients implements AuthenticationConverter, AuthenticationProvider {
  private static final String DEVICE_PATH = "/oauth2/device_authorization";
  private static final String TOKEN_PATH = "/oauth2/token";
  private static final String REVOCATION_PATH = "/oauth2/revoke";
  private static final Set<String> GRANTS =
      Set.of("urn:ietf:params:oauth:grant-type:device_code", "refresh_token");

  private final RegisteredClientRepository clients;

  PublicClients(RegisteredClientRepository clients) {
    this.clients = clients;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String client = request.getParameter("client_id");
    String path = request.getServletPath();
    String grant = request.getParameter("grant_type");
    boolean ours =
        path.equals(DEVICE_PATH)
            || path.equals(REVOCATION_PATH)
            || (path.equals(TOKEN_PATH) && grant != null && GRANTS.contains(grant));
    boolean secret =
        request.getParameter("client_secret") != null || request.getHeader("Authorization") != null;
    return client == null || secret || !ours
        ? null
        : new OAuth2ClientAuthenticationToken(
            client, ClientAuthenticationMethod.NONE, null, Map.of());
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    OAuth2ClientAuthenticationToken asked = (OAuth2ClientAuthenticationToken) authentication;
    if (!ClientAuthenticationMethod.NONE.equals(asked.getClientAuthenticationMethod())) {
      return null;
    }
    RegisteredClient client = clients.findByClientId(asked.getPrincipal().toString());
    if (client == null
        || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
