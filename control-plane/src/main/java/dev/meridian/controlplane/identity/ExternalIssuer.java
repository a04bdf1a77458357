package dev.meridian.controlplane.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Any OIDC issuer instead of the embedded one. It is asked for its endpoints when the first person
 * or token comes, so that the control plane starts without it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${meridian.oidc.issuer:}'.isBlank()")
class ExternalIssuer {
  private static final int MILLIS = 5_000;
  private static final int MOST_BYTES = 1_000_000;

  @Bean
  JwtDecoder jwtDecoder(IdentitySettings settings) {
    IdentitySettings.External issuer = settings.external().orElseThrow();
    return new SupplierJwtDecoder(
        () -> {
          NimbusJwtDecoder decoder = new NimbusJwtDecoder(verifying(issuer));
          decoder.setJwtValidator(
              new DelegatingOAuth2TokenValidator<>(
                  JwtValidators.createDefaultWithIssuer(issuer.issuer()),
                  new JwtClaimValidator<List<String>>(
                      JwtClaimNames.AUD,
                      audience -> audience != null && audience.contains(issuer.audience()))));
          return decoder;
        });
  }

  /** Only the issuer's signature counts here: no session, no cookie, no token of a caller. */
  @Bean
  @Order(1)
  SecurityFilterChain issuerLogoutChain(HttpSecurity http) {
    WebSecurity.headers(http);
    return http.securityMatcher(IssuerLogoutController.PATH)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(CsrfConfigurer::disable)
        .requestCache(cache -> cache.requestCache(new NullRequestCache()))
        .build();
  }

  /**
   * Reads logout tokens. Not the framework's own filter for it: that keeps a registry of sessions
   * in memory, ends them by requests to itself, and takes a token twice.
   */
  static JwtDecoder logoutTokens(IdentitySettings.External issuer, InstantSource clock) {
    return new SupplierJwtDecoder(
        () -> {
          NimbusJwtDecoder decoder = new NimbusJwtDecoder(verifying(issuer));
          decoder.setJwtValidator(LogoutTokens.validator(issuer, clock));
          return decoder;
        });
  }

  /** Keys that were seen go on verifying tokens while the issuer is away, as long as that takes. */
  private static JWTProcessor<SecurityContext> verifying(IdentitySettings.External issuer) {
    String keys =
        ClientRegistrations.fromIssuerLocation(issuer.issuer())
            .clientId(issuer.clientId())
            .build()
            .getProviderDetails()
            .getJwkSetUri();
    try {
      JWKSource<SecurityContext> source =
          JWKSourceBuilder.create(
                  URI.create(keys).toURL(),
                  new DefaultResourceRetriever(MILLIS, MILLIS, MOST_BYTES))
              .retrying(true)
              .outageTolerantForever()
              .build();
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(Set.copyOf(JWSAlgorithm.Family.SIGNATURE), source));
      // Type and claims are checked by the decoder's validators.
      processor.setJWSTypeVerifier((type, context) -> {});
      processor.setJWTClaimsSetVerifier((claims, context) -> {});
      return processor;
    } catch (MalformedURLException e) {
      throw new IllegalStateException(
          "The issuer %s names '%s' as the address of its keys, which is none."
              .formatted(issuer.issuer(), keys),
          e);
    }
  }

  @Bean
  ClientRegistrationRepository clientRegistrations(IdentitySettings settings) {
    IdentitySettings.External issuer = settings.external().orElseThrow();
    return new SupplierClientRegistrationRepository(
        () ->
            new InMemoryClientRegistrationRepository(
                ClientRegistrations.fromIssuerLocation(issuer.issuer())
                    .registrationId(RegisteredClients.WEB)
                    .clientId(issuer.clientId())
                    .clientSecret(issuer.clientSecret())
                    .redirectUri(RegisteredClients.webRedirect(settings))
                    .scope("openid", "profile")
                    .clientSettings(
                        ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
                    .build()));
  }
}
