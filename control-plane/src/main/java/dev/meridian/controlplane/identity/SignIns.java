package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.stereotype.Component;

/** Begins, lists and ends sign-ins; an ended one is good for nothing within a second. */
@Component
class SignIns {
  private static final String ATTRIBUTE = "meridian.signIn";

  private final SignInRows rows;
  private final Scopes scopes;
  private final Changes changes;
  private final Tenants tenants;
  private final RightsNews news;
  private final InstantSource clock;

  SignIns(
      SignInRows rows,
      Scopes scopes,
      Changes changes,
      Tenants tenants,
      RightsNews news,
      InstantSource clock) {
    this.rows = rows;
    this.scopes = scopes;
    this.changes = changes;
    this.tenants = tenants;
    this.news = news;
    this.clock = clock;
  }

  /** The sign-in of the request's session. */
  static Optional<UUID> of(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof String id
        ? Optional.of(UUID.fromString(id))
        : Optional.empty();
  }

  /** Begins one for the request's session, in place of one that it may have. */
  UUID beginWeb(HttpServletRequest request, Account account, SignInRows.@Nullable AtIssuer issuer) {
    of(request).ifPresent(old -> end(account.id(), old));
    UUID id = Ids.next();
    Instant now = clock.instant();
    scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          put(
              account,
              SignInRows.Row.begun(id, account.id(), "web", "web", now),
              now.plus(SignInStates.WEB_IDLE),
              issuer);
          return true;
        });
    request.getSession().setAttribute(ATTRIBUTE, id.toString());
    return id;
  }

  /** Follows what was issued to a device; in the transaction that stores it. */
  void issued(OAuth2Authorization authorization, Account account, String client) {
    OAuth2Authorization.Token<?> refresh = authorization.getRefreshToken();
    Instant expiresAt =
        refresh == null || refresh.getToken().getExpiresAt() == null
            ? clock.instant().plus(SignInStates.WEB_IDLE)
            : refresh.getToken().getExpiresAt();
    put(
        account,
        SignInRows.Row.begun(
            UUID.fromString(authorization.getId()),
            account.id(),
            "device",
            client,
            clock.instant()),
        expiresAt,
        null);
  }

  private void put(
      Account account,
      SignInRows.Row row,
      Instant expiresAt,
      SignInRows.@Nullable AtIssuer issuer) {
    if (rows.put(row, expiresAt, issuer)) {
      // Nobody is the caller yet: it is asked by who has just shown to be that person.
      changes.audit(
          tenants.root().id(),
          AuditNote.of(
                  "session.sign-in",
                  account.username(),
                  account.id(),
                  Map.of("session", row.id().toString(), "client", row.client()))
              .askedBy(
                  AuditOrigin.of(
                      Optional.of(
                          new Caller(
                              account.id(),
                              account.username(),
                              account.displayName(),
                              account.kind(),
                              row.address())))));
    }
  }

  Page<SignInRows.Row> page(UUID account, int limit, @Nullable String cursor) {
    @Nullable List<String> after = Cursor.decode(cursor, Cursor.Part.ID);
    @Nullable UUID before = after == null ? null : UUID.fromString(after.getFirst());
    return Page.of(
        scopes.asSystemApart(
            SystemJob.IDENTITY, () -> rows.of(account, clock.instant(), before, limit + 1)),
        limit,
        row -> List.of(row.id().toString()));
  }

  /** Ends a sign-in of the account, with its audit row. */
  void revoke(Account account, UUID id) {
    changes.inOne(
        () -> {
          @Nullable Sha256 before = before(account);
          if (!rows.end(account.id(), id, clock.instant())) {
            throw ProblemException.notFound("session", id.toString());
          }
          changes.audit(
              tenants.root().id(),
              "session.revoke",
              account.username(),
              account.id(),
              Map.of("session", id.toString()),
              before);
          news.rightsChange();
          return true;
        });
  }

  /** Ends all sign-ins of the account but one, with one audit row. */
  void revokeAll(Account account, @Nullable UUID except) {
    changes.inOne(
        () -> {
          @Nullable Sha256 before = before(account);
          int ended = rows.endAll(account.id(), except, clock.instant());
          changes.audit(
              tenants.root().id(),
              "session.revoke",
              account.username(),
              account.id(),
              Map.of("sessions", ended),
              before);
          news.rightsChange();
          return true;
        });
  }

  private @Nullable Sha256 before(Account account) {
    return changes.before(tenants.root().id(), "session.revoke", account.id());
  }

  /** Ends a sign-in because its person signed out. */
  void end(UUID account, UUID id) {
    scopes.asSystemApart(SystemJob.IDENTITY, () -> rows.end(account, id, clock.instant()));
    news.rightsChange();
  }

  @Scheduled(initialDelayString = "PT6M", fixedDelayString = "PT1H")
  void forgetEnded() {
    scopes.asSystem(SystemJob.IDENTITY, () -> rows.forgetEnded(clock.instant()));
  }
}
