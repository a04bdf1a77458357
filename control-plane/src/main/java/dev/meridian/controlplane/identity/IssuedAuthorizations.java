package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** What the embedded authorization server issued, in the database, under the identity job. */
class IssuedAuthorizations implements OAuth2AuthorizationService {
  private final JdbcOperations jdbc;
  private final Scopes scopes;
  private final OAuth2AuthorizationService stored;

  IssuedAuthorizations(JdbcOperations jdbc, Scopes scopes, RegisteredClientRepository clients) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    // Reads the columns' types when it is made.
    this.stored =
        scopes.asSystemApart(
            SystemJob.IDENTITY, () -> new JdbcOAuth2AuthorizationService(jdbc, clients));
  }

  @Override
  public void save(OAuth2Authorization authorization) {
    run(() -> stored.save(authorization));
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    run(() -> stored.remove(authorization));
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    Supplier<@Nullable OAuth2Authorization> read = () -> stored.findById(id);
    return scopes.<@Nullable OAuth2Authorization>asSystemApart(SystemJob.IDENTITY, read);
  }

  @Override
  public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
    Supplier<@Nullable OAuth2Authorization> read = () -> stored.findByToken(token, type);
    return scopes.<@Nullable OAuth2Authorization>asSystemApart(SystemJob.IDENTITY, read);
  }

  /** Forgets what has run out a day ago; nothing can be done with it any more. */
  @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
  void forgetExpired() {
    run(
        () ->
            jdbc.update(
                """
                delete from oauth2_authorization where greatest(
                  authorization_code_expires_at, access_token_expires_at, refresh_token_expires_at,
                  oidc_id_token_expires_at, user_code_expires_at, device_code_expires_at)
                  < now() - interval '1 day'
                """));
  }

  private void run(Runnable work) {
    scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          work.run();
          return true;
        });
  }
}
