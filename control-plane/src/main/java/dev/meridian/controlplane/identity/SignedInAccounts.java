package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.CallerSource;
import dev.meridian.tenancy.Credential;
import dev.meridian.tenancy.Freshness;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * The account behind a session or token. What the token says is only who: whether the account still
 * exists and is enabled is read again each second.
 */
@Component
class SignedInAccounts implements CallerSource {
  /** Claim of our access tokens, and of nothing else that we sign. */
  static final String ACCOUNT = "meridian_account";

  /** Claim of a device's access tokens: the sign-in that they belong to. */
  static final String SIGN_IN = "meridian_sign_in";

  /** Claim of a service account's access tokens: the key that they were asked with. */
  static final String KEY = "meridian_key";

  private static final int MOST_KEPT = 20_000;

  private record Kept(Optional<Account> account, Instant at) {}

  private final Accounts accounts;
  private final IdentitySettings settings;
  private final SignInStates signIns;
  private final InstantSource clock;
  private final Freshness freshness;
  private final ObjectProvider<ClaimedRoles> claimed;
  private final IssuerSessions issuerSessions;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  SignedInAccounts(
      Accounts accounts,
      IdentitySettings settings,
      SignInStates signIns,
      InstantSource clock,
      Freshness freshness,
      ObjectProvider<ClaimedRoles> claimed,
      IssuerSessions issuerSessions) {
    this.accounts = accounts;
    this.settings = settings;
    this.signIns = signIns;
    this.clock = clock;
    this.freshness = freshness;
    this.claimed = claimed;
    this.issuerSessions = issuerSessions;
  }

  @Override
  public Optional<Caller> caller() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null
        || !authentication.isAuthenticated()
        || authentication instanceof AnonymousAuthenticationToken) {
      return Optional.empty();
    }
    String address =
        authentication.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : null;
    return account(authentication)
        .filter(account -> !account.disabled())
        .flatMap(
            account ->
                credential(authentication, account)
                    .flatMap(signIns::present)
                    .map(
                        credential ->
                            new Caller(
                                account.id(),
                                account.username(),
                                account.displayName(),
                                account.kind(),
                                address,
                                credential)));
  }

  @Override
  public boolean stands(Caller caller) {
    return signIns.stands(caller.credential());
  }

  /** The account that somebody who has just signed in is known as here. */
  Optional<Account> of(Authentication authentication) {
    return account(authentication).filter(account -> !account.disabled());
  }

  /** What was shown; empty for a token or session that says nothing of its sign-in. */
  private Optional<Credential> credential(Authentication authentication, Account account) {
    if (!(authentication.getPrincipal() instanceof Jwt token)) {
      return Requests.current().flatMap(SignIns::of).map(Credential::ofSignIn);
    }
    if (settings.external().isPresent()) {
      return Optional.of(
          issuerSessions
              .of(token, account.id())
              .map(Credential::ofSignIn)
              .orElseGet(Credential::foreign));
    }
    String key = token.getClaimAsString(KEY);
    if (key != null) {
      List<String> scopes = token.getClaimAsStringList("scope");
      return Optional.of(
          Credential.ofKey(UUID.fromString(key), Optional.ofNullable(scopes).map(Set::copyOf)));
    }
    return Optional.ofNullable(token.getClaimAsString(SIGN_IN))
        .map(UUID::fromString)
        .map(Credential::ofSignIn);
  }

  /** Reads accounts anew, for one has changed. */
  void forget() {
    forgotten.incrementAndGet();
    kept.clear();
    signIns.forget();
  }

  private Optional<Account> account(Authentication authentication) {
    return switch (authentication.getPrincipal()) {
      case Jwt token -> ofToken(token);
      case OidcUser user -> ofUser(user);
      case null, default -> byUsername(authentication.getName());
    };
  }

  private Optional<Account> ofToken(Jwt token) {
    if (settings.external().isPresent()) {
      claimed.getObject().take(token.getSubject(), token.getIssuedAt(), token.getClaims());
      return ofExternal(
          token.getSubject(), token.getClaimAsString(settings.external().get().usernameClaim()));
    }
    String id = token.getClaimAsString(ACCOUNT);
    return id == null
        ? Optional.empty()
        : keep("id " + id, () -> accounts.find(UUID.fromString(id)));
  }

  private Optional<Account> ofUser(OidcUser user) {
    if (settings.external().isEmpty()) {
      return byUsername(user.getName());
    }
    claimed.getObject().take(user.getSubject(), user.getIssuedAt(), user.getClaims());
    return ofExternal(
        user.getSubject(), user.getClaimAsString(settings.external().get().usernameClaim()));
  }

  private Optional<Account> ofExternal(
      @org.jspecify.annotations.Nullable String subject,
      @org.jspecify.annotations.Nullable String username) {
    if (subject == null) {
      return Optional.empty();
    }
    return keep(
        "external " + subject + " " + username,
        () -> {
          Optional<Account> linked = accounts.bySubject(settings.issuer(), subject);
          // A name can be taken by somebody else there; who is known by a subject is known by it
          // alone.
          return linked.isPresent()
                  || username == null
                  || settings.external().stream().noneMatch(IdentitySettings.External::byUsername)
              ? linked
              : accounts.unlinked(username);
        });
  }

  private Optional<Account> byUsername(String username) {
    return keep("name " + username, () -> accounts.byUsername(username));
  }

  private Optional<Account> keep(String key, Supplier<Optional<Account>> reader) {
    Instant now = clock.instant();
    Kept found = kept.get(key);
    if (found == null || found.at().plus(freshness.kept()).isBefore(now)) {
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
      long before = forgotten.get();
      found = new Kept(reader.get(), now);
      kept.put(key, found);
      if (forgotten.get() != before) {
        // It changed while it was read: good for this answer, not for the next.
        kept.remove(key);
      }
    }
    return found.account();
  }
}
