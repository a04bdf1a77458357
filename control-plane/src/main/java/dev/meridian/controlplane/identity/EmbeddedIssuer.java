package dev.meridian.controlplane.identity;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedRuntimeException;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/** The authorization server inside of the control plane; absent when another issuer is set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${meridian.oidc.issuer:}'.isBlank()")
class EmbeddedIssuer {

  @Bean
  @Order(1)
  SecurityFilterChain authorizationServer(
      HttpSecurity http,
      RegisteredClients clients,
      ServiceAccountKeys keys,
      SignInStates states,
      FailedAttempts attempts,
      OwnTokens ownTokens,
      InstantSource clock) {
    WebSecurity.headers(http);
    PublicClients publicClients = new PublicClients(clients);
    OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
    SecurityFilterChain chain =
        http.securityMatcher(server.getEndpointsMatcher())
            .with(
                server,
                configured ->
                    configured
                        .oidc(Customizer.withDefaults())
                        .clientAuthentication(
                            client ->
                                client
                                    .authenticationConverter(publicClients)
                                    .authenticationProvider(publicClients)
                                    .authenticationProvider(
                                        new ServiceAccountClients(clients, keys)))
                        .tokenEndpoint(token -> token.errorResponseHandler(new RefusedGrants()))
                        .deviceAuthorizationEndpoint(
                            device ->
                                device
                                    .verificationUri("/activate")
                                    .deviceAuthorizationRequestConverter(new DeviceRequests()))
                        .deviceVerificationEndpoint(
                            device ->
                                device
                                    .consentPage("/activate/confirm")
                                    .deviceVerificationResponseHandler(
                                        (request, response, done) ->
                                            response.sendRedirect("/activate?done"))
                                    .errorResponseHandler(
                                        (request, response, reason) -> {
                                          AttemptFilter.failed(request);
                                          response.sendRedirect("/activate?error");
                                        })))
            .addFilterBefore(new EndedSessionFilter(states), SecurityContextHolderFilter.class)
            .addFilterAfter(new AttemptFilter(attempts, clock), SecurityContextHolderFilter.class)
            .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
            .exceptionHandling(
                errors ->
                    errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
            .build();
    ownTokens.checkWith(http.getSharedObject(AuthenticationManager.class));
    return chain;
  }

  /** The web's own way to its tokens; programs and other sites take the endpoint. */
  @Bean
  OwnTokens ownTokens(AuthorizationServerSettings settings) {
    return new OwnTokens(settings);
  }

  /** Verifies what says who signed in to the web, with the keys as they are here. */
  @Bean
  JwtDecoderFactory<ClientRegistration> idTokenDecoders(JWKSource<SecurityContext> source) {
    return registration -> {
      NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(source).build();
      decoder.setClaimSetConverter(
          new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
      decoder.setJwtValidator(
          JwtValidators.createDefaultWithValidators(new OidcIdTokenValidator(registration)));
      return token -> withKeys(() -> decoder.decode(token));
    };
  }

  @Bean
  RegisteredClients registeredClientRepository(
      DataSource dataSource,
      Scopes scopes,
      SealedKeys keys,
      PasswordEncoder passwords,
      IdentitySettings settings) {
    RegisteredClients clients =
        new RegisteredClients(new JdbcTemplate(dataSource), scopes, keys, passwords, settings);
    clients.provide();
    return clients;
  }

  @Bean
  IssuedAuthorizations authorizationService(
      DataSource dataSource,
      Scopes scopes,
      RegisteredClients clients,
      RefreshTokens refreshTokens,
      SignIns signIns,
      Accounts accounts) {
    return new IssuedAuthorizations(
        new JdbcTemplate(dataSource), scopes, clients, refreshTokens, signIns, accounts);
  }

  /** Each device is confirmed by a person: nothing that was once confirmed is remembered. */
  @Bean
  UnrememberedConsents authorizationConsentService() {
    return new UnrememberedConsents();
  }

  @Bean
  SigningKeys jwkSource(SealedKeys keys, InstantSource clock) {
    return new SigningKeys(keys, clock);
  }

  /** The first of the keys signs; the others verify what is out. */
  @Bean
  JwtEncoder jwtEncoder(JWKSource<SecurityContext> source) {
    NimbusJwtEncoder encoder = new NimbusJwtEncoder(source);
    encoder.setJwkSelector(List::getFirst);
    return parameters -> withKeys(() -> encoder.encode(parameters));
  }

  /** Reads {@code meridian.signing-key-period}: the age at which the key is replaced. */
  @Bean
  SigningKeyRotation signingKeyRotation(
      SigningKeys keys,
      Scopes scopes,
      Audit audit,
      Tenants tenants,
      Environment environment,
      InstantSource clock) {
    Duration period =
        environment.getProperty("meridian.signing-key-period", Duration.class, Duration.ofDays(90));
    return new SigningKeyRotation(keys, scopes, audit, tenants, period, clock);
  }

  @Bean
  AuthorizationServerSettings authorizationServerSettings(IdentitySettings settings) {
    return AuthorizationServerSettings.builder().issuer(settings.issuer()).build();
  }

  @Bean
  JwtDecoder jwtDecoder(JWKSource<SecurityContext> source, IdentitySettings settings) {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(source).build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(settings.issuer()));
    return token -> withKeys(() -> decoder.decode(token));
  }

  /** A token is not wrong because the keys, or the database that holds them, are away. */
  private static Jwt withKeys(Supplier<Jwt> work) {
    try {
      return work.get();
    } catch (JwtException failed) {
      switch (failed.getCause()) {
        case NestedRuntimeException ofTheDatabase -> throw ofTheDatabase;
        case KeyEncryptionException ofTheKeys -> throw ofTheKeys;
        case null, default -> throw failed;
      }
    }
  }

  /** Access tokens name the account by its id; a new account of an old name is another one. */
  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> accountInToken(Accounts accounts) {
    return context -> {
      Authentication principal = context.getPrincipal();
      if (principal != null && OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
        accounts
            .byUsername(principal.getName())
            .ifPresent(
                account ->
                    context.getClaims().claim(SignedInAccounts.ACCOUNT, account.id().toString()));
        ServiceAccountClients.keyOf(context.getAuthorizationGrant())
            .ifPresent(key -> context.getClaims().claim(SignedInAccounts.KEY, key.toString()));
        OAuth2Authorization authorization = context.getAuthorization();
        if (authorization != null
            && authorization
                .getAuthorizationGrantType()
                .equals(AuthorizationGrantType.DEVICE_CODE)) {
          context.getClaims().claim(SignedInAccounts.SIGN_IN, authorization.getId());
        }
      }
    };
  }

  @Bean
  ClientRegistrationRepository clientRegistrations(
      IdentitySettings settings, RegisteredClients clients) {
    return new InMemoryClientRegistrationRepository(
        ClientRegistration.withRegistrationId(RegisteredClients.WEB)
            .clientId(RegisteredClients.WEB)
            .clientSecret(clients.webSecret())
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri(RegisteredClients.webRedirect(settings))
            .scope("openid", "profile")
            .authorizationUri(settings.url() + "/oauth2/authorize")
            .tokenUri(settings.url() + "/oauth2/token")
            .issuerUri(settings.issuer())
            .userNameAttributeName("sub")
            .clientSettings(
                ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
            .build());
  }
}
