package dev.meridian.controlplane.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * Fetches the tokens of a web sign-in from the authorization server in this very process, by the
 * checks that its token endpoint makes. Over the network the control plane would need a way to its
 * own public address, and trust in its own certificate.
 */
final class OwnTokens
    implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {
  private final Server server;
  private volatile @Nullable AuthenticationManager checks;

  OwnTokens(AuthorizationServerSettings settings) {
    this.server = new Server(settings);
  }

  private record Server(AuthorizationServerSettings settings)
      implements AuthorizationServerContext {
    @Override
    public String getIssuer() {
      return Objects.requireNonNull(settings.getIssuer(), "the issuer is set");
    }

    @Override
    public AuthorizationServerSettings getAuthorizationServerSettings() {
      return settings;
    }
  }

  /** Takes what checks clients and codes at the token endpoint, once that is set up. */
  void checkWith(AuthenticationManager manager) {
    checks = manager;
  }

  /**
   * Changes a code into tokens.
   *
   * @throws OAuth2AuthorizationException when the code, its proof or the client is not right
   */
  @Override
  public OAuth2AccessTokenResponse getTokenResponse(OAuth2AuthorizationCodeGrantRequest request) {
    AuthenticationManager manager = Objects.requireNonNull(checks, "the token endpoint is set up");
    AuthorizationServerContext before = AuthorizationServerContextHolder.getContext();
    AuthorizationServerContextHolder.setContext(server);
    try {
      Authentication client = manager.authenticate(client(request));
      OAuth2AuthorizationExchange exchange = request.getAuthorizationExchange();
      Authentication tokens =
          manager.authenticate(
              new OAuth2AuthorizationCodeAuthenticationToken(
                  code(exchange),
                  client,
                  exchange.getAuthorizationRequest().getRedirectUri(),
                  Map.of()));
      return response((OAuth2AccessTokenAuthenticationToken) tokens);
    } catch (OAuth2AuthenticationException refused) {
      throw new OAuth2AuthorizationException(refused.getError(), refused);
    } finally {
      AuthorizationServerContextHolder.setContext(before);
    }
  }

  private static OAuth2ClientAuthenticationToken client(
      OAuth2AuthorizationCodeGrantRequest request) {
    ClientRegistration client = request.getClientRegistration();
    OAuth2AuthorizationExchange exchange = request.getAuthorizationExchange();
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(
        OAuth2ParameterNames.GRANT_TYPE, AuthorizationGrantType.AUTHORIZATION_CODE.getValue());
    parameters.put(OAuth2ParameterNames.CODE, code(exchange));
    String verifier =
        exchange.getAuthorizationRequest().getAttribute(PkceParameterNames.CODE_VERIFIER);
    if (verifier != null) {
      parameters.put(PkceParameterNames.CODE_VERIFIER, verifier);
    }
    return new OAuth2ClientAuthenticationToken(
        client.getClientId(),
        client.getClientAuthenticationMethod(),
        client.getClientSecret(),
        parameters);
  }

  private static String code(OAuth2AuthorizationExchange exchange) {
    return Objects.requireNonNull(
        exchange.getAuthorizationResponse().getCode(), "a successful response has a code");
  }

  private static OAuth2AccessTokenResponse response(OAuth2AccessTokenAuthenticationToken tokens) {
    OAuth2AccessToken access = tokens.getAccessToken();
    Instant issued = Objects.requireNonNull(access.getIssuedAt(), "our tokens say since when");
    Instant expires = Objects.requireNonNull(access.getExpiresAt(), "our tokens say until when");
    return OAuth2AccessTokenResponse.withToken(access.getTokenValue())
        .tokenType(access.getTokenType())
        .scopes(access.getScopes())
        .expiresIn(Duration.between(issued, expires).toSeconds())
        .additionalParameters(tokens.getAdditionalParameters())
        .build();
  }
}
