package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** What the embedded authorization server issued, in the database, under the identity job. */
class IssuedAuthorizations implements OAuth2AuthorizationService {
  /** Never stored: the refresh token with which a change was asked for. */
  private static final String SPENT = "meridian.spent";

  private final JdbcOperations jdbc;
  private final Scopes scopes;
  private final OAuth2AuthorizationService stored;
  private final RefreshTokens refreshTokens;
  private final SignIns signIns;
  private final Accounts accounts;

  IssuedAuthorizations(
      JdbcOperations jdbc,
      Scopes scopes,
      RegisteredClientRepository clients,
      RefreshTokens refreshTokens,
      SignIns signIns,
      Accounts accounts) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.refreshTokens = refreshTokens;
    this.signIns = signIns;
    this.accounts = accounts;
    // Reads the columns' types when it is made.
    this.stored =
        scopes.asSystemApart(
            SystemJob.IDENTITY, () -> new JdbcOAuth2AuthorizationService(jdbc, clients));
  }

  @Override
  public void save(OAuth2Authorization authorization) {
    @Nullable String spent = authorization.getAttribute(SPENT);
    OAuth2Authorization kept =
        spent == null
            ? authorization
            : OAuth2Authorization.from(authorization).attributes(all -> all.remove(SPENT)).build();
    Optional<Account> device = deviceAccount(kept);
    run(
        () -> {
          if (spent != null) {
            refreshTokens.spend(UUID.fromString(kept.getId()), spent);
          }
          stored.save(ClosedRefreshTokens.close(kept));
          device.ifPresent(account -> signIns.issued(kept, account, RegisteredClients.CLI));
        });
    OAuth2Authorization.Token<?> refresh = kept.getRefreshToken();
    if (device.isPresent() && refresh != null && refresh.isInvalidated()) {
      signIns.end(device.get().id(), UUID.fromString(kept.getId()));
    }
  }

  /** Whose it is, when a device has got tokens by it. */
  private Optional<Account> deviceAccount(OAuth2Authorization kept) {
    return kept.getAccessToken() != null
            && kept.getAuthorizationGrantType().equals(AuthorizationGrantType.DEVICE_CODE)
        ? accounts.byUsername(kept.getPrincipalName())
        : Optional.empty();
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
    if (ClosedRefreshTokens.isDigest(token)) {
      return null;
    }
    Supplier<@Nullable OAuth2Authorization> read = () -> read(token, type);
    OAuth2Authorization found =
        scopes.<@Nullable OAuth2Authorization>asSystemApart(SystemJob.IDENTITY, read);
    if (type == null || !type.equals(OAuth2TokenType.REFRESH_TOKEN)) {
      return found;
    }
    if (found == null) {
      refreshTokens.refused(token);
      return null;
    }
    // It is about to be redeemed: what is saved of it from here says with what.
    return OAuth2Authorization.from(found).attribute(SPENT, token).build();
  }

  /** A refresh token is looked for by its digest; what may be anything, so last. */
  private @Nullable OAuth2Authorization read(String token, @Nullable OAuth2TokenType type) {
    boolean refresh = type != null && type.equals(OAuth2TokenType.REFRESH_TOKEN);
    OAuth2Authorization found = refresh ? null : stored.findByToken(token, type);
    return found == null && (refresh || type == null)
        ? ClosedRefreshTokens.open(
            stored.findByToken(ClosedRefreshTokens.digest(token), OAuth2TokenType.REFRESH_TOKEN),
            token)
        : found;
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
