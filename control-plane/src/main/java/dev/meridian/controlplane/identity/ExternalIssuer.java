package dev.meridian.controlplane.identity;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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

/**
 * Any OIDC issuer instead of the embedded one. It is asked for its endpoints when the first person
 * or token comes, so that the control plane starts without it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${meridian.oidc.issuer:}'.isBlank()")
class ExternalIssuer {

  @Bean
  JwtDecoder jwtDecoder(IdentitySettings settings) {
    IdentitySettings.External issuer = settings.external().orElseThrow();
    return new SupplierJwtDecoder(
        () -> {
          NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer.issuer()).build();
          decoder.setJwtValidator(
              new DelegatingOAuth2TokenValidator<>(
                  JwtValidators.createDefaultWithIssuer(issuer.issuer()),
                  new JwtClaimValidator<List<String>>(
                      JwtClaimNames.AUD,
                      audience -> audience != null && audience.contains(issuer.audience()))));
          return decoder;
        });
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
