package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;

/** Ties sessions of the web to sign-ins. */
@Component
class WebSignIns implements LogoutHandler {
  private final SignIns signIns;
  private final SignedInAccounts accounts;
  private final IdentitySettings settings;

  WebSignIns(SignIns signIns, SignedInAccounts accounts, IdentitySettings settings) {
    this.signIns = signIns;
    this.accounts = accounts;
    this.settings = settings;
  }

  /** Somebody has given the right password. */
  void begin(HttpServletRequest request, Authentication authentication) {
    accounts
        .of(authentication)
        .ifPresent(account -> signIns.beginWeb(request, account, atIssuer(authentication)));
  }

  private SignInRows.@Nullable AtIssuer atIssuer(Authentication authentication) {
    return settings.external().isPresent()
            && authentication.getPrincipal() instanceof OidcUser user
            && user.getSubject() != null
        ? new SignInRows.AtIssuer(user.getClaimAsString(IssuerSessions.SESSION), user.getSubject())
        : null;
  }

  /** The way through the issuer has ended; with our own, the sign-in began at its password. */
  void completed(HttpServletRequest request, Authentication authentication) {
    if (settings.external().isPresent()) {
      begin(request, authentication);
    }
  }

  @Override
  public void logout(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Authentication authentication) {
    Optional<UUID> signIn = SignIns.of(request);
    Optional<Account> account = Optional.ofNullable(authentication).flatMap(accounts::of);
    if (signIn.isPresent() && account.isPresent()) {
      signIns.end(account.get().id(), signIn.get());
    }
  }
}
