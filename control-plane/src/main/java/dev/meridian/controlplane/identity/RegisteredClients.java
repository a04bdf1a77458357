package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.SystemJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * The clients of the embedded authorization server: the web application's side in the control
 * plane, the command line, and one for each service account.
 */
class RegisteredClients implements RegisteredClientRepository {
  static final String WEB = "meridian-web";
  static final String CLI = "meridian-cli";
  private static final Duration ACCESS = Duration.ofMinutes(15);

  private final Scopes scopes;
  private final SealedKeys keys;
  private final PasswordEncoder passwords;
  private final IdentitySettings settings;
  private final JdbcRegisteredClientRepository stored;

  RegisteredClients(
      JdbcOperations jdbc,
      Scopes scopes,
      SealedKeys keys,
      PasswordEncoder passwords,
      IdentitySettings settings) {
    this.scopes = scopes;
    this.keys = keys;
    this.passwords = passwords;
    this.settings = settings;
    this.stored = new JdbcRegisteredClientRepository(jdbc);
  }

  @Override
  public void save(RegisteredClient client) {
    scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          stored.save(client);
          return true;
        });
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    Supplier<@Nullable RegisteredClient> read = () -> withScopes(stored.findById(id));
    return scopes.<@Nullable RegisteredClient>asSystemApart(SystemJob.IDENTITY, read);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    Supplier<@Nullable RegisteredClient> read = () -> withScopes(stored.findByClientId(clientId));
    return scopes.<@Nullable RegisteredClient>asSystemApart(SystemJob.IDENTITY, read);
  }

  /** A service account may ask for tokens that are good for some permissions only. */
  private static @Nullable RegisteredClient withScopes(@Nullable RegisteredClient client) {
    return client == null
            || !client
                .getAuthorizationGrantTypes()
                .contains(AuthorizationGrantType.CLIENT_CREDENTIALS)
        ? client
        : RegisteredClient.from(client).scopes(all -> all.addAll(Role.allPermissions())).build();
  }

  /** The secret with which the control plane itself signs people in. */
  String webSecret() {
    return new String(
        keys.findOrMake(
                "meridian-web client secret",
                () ->
                    new SealedKeys.Fresh(
                        null, GeneratedPassword.next().getBytes(StandardCharsets.UTF_8)))
            .secret(),
        StandardCharsets.UTF_8);
  }

  /** Makes what is missing, and follows a changed address of the control plane. */
  void provide() {
    RegisteredClient web = findByClientId(WEB);
    String redirect = webRedirect(settings);
    if (web == null || !web.getRedirectUris().contains(redirect)) {
      save(web(web == null ? Ids.next().toString() : web.getId(), redirect));
    }
    if (findByClientId(CLI) == null) {
      save(cli());
    }
  }

  static String webRedirect(IdentitySettings settings) {
    return settings.url() + "/login/oauth2/code/" + WEB;
  }

  /** Makes the client of a new service account; its id is the account's username. */
  void provideServiceAccount(String username) {
    RegisteredClient old = findByClientId(username);
    save(
        RegisteredClient.withId(old == null ? Ids.next().toString() : old.getId())
            .clientId(username)
            .clientName(username)
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .tokenSettings(TokenSettings.builder().accessTokenTimeToLive(ACCESS).build())
            .build());
  }

  private RegisteredClient web(String id, String redirect) {
    return RegisteredClient.withId(id)
        .clientId(WEB)
        .clientName("Meridian web")
        .clientSecret(passwords.encode(webSecret()))
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri(redirect)
        .scope("openid")
        .scope("profile")
        .clientSettings(
            ClientSettings.builder()
                .requireProofKey(true)
                .requireAuthorizationConsent(false)
                .build())
        .tokenSettings(
            TokenSettings.builder()
                .authorizationCodeTimeToLive(Duration.ofMinutes(2))
                .accessTokenTimeToLive(Duration.ofMinutes(5))
                .build())
        .build();
  }

  private static RegisteredClient cli() {
    return RegisteredClient.withId(Ids.next().toString())
        .clientId(CLI)
        .clientName("Meridian command line")
        .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
        .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .scope("openid")
        .scope("profile")
        .clientSettings(ClientSettings.builder().requireProofKey(false).build())
        .tokenSettings(
            TokenSettings.builder()
                .accessTokenTimeToLive(ACCESS)
                .deviceCodeTimeToLive(Duration.ofMinutes(10))
                .refreshTokenTimeToLive(Duration.ofDays(30))
                .reuseRefreshTokens(false)
                .build())
        .build();
  }
}
