package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where somebody is signed in: one's own sessions, and for administrators those of anybody. */
@RestController
@RequestMapping("/api/v1")
class SessionController {
  /**
   * @param kind {@code web} for a browser, {@code device} for a command line
   * @param address from which it was begun
   * @param userAgent what the program said it is when it was begun
   * @param lastUsedAt to the minute
   * @param current whether this very request belongs to it
   */
  @Schema(name = "SignInSession")
  record Shown(
      UUID id,
      @Schema(allowableValues = {"web", "device"}) String kind,
      String client,
      @Nullable String address,
      @Nullable String userAgent,
      Instant createdAt,
      Instant lastUsedAt,
      boolean current) {}

  private static final String ADMINISTER = "member:write";

  private final SignIns signIns;
  private final Accounts accounts;
  private final Callers callers;
  private final Permissions permissions;

  SessionController(SignIns signIns, Accounts accounts, Callers callers, Permissions permissions) {
    this.signIns = signIns;
    this.accounts = accounts;
    this.callers = callers;
    this.permissions = permissions;
  }

  @Problems(forEverybody = true)
  @GetMapping("/me/sessions")
  Page<Shown> own(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return page(callers.current().accountId(), limit, cursor);
  }

  /** Ends one's own session; {@code current} names the one that asks. */
  @Problems(forEverybody = true)
  @DeleteMapping("/me/sessions/{session}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeOwn(@PathVariable String session) {
    Caller caller = callers.current();
    Account account = accounts.find(caller.accountId()).orElseThrow();
    Optional<UUID> id =
        session.equals("current") ? caller.credential().id() : Optional.of(id(session));
    signIns.revoke(account, id.orElseThrow(() -> ProblemException.notFound("session", session)));
  }

  /** Ends all of one's own sessions but the one that asks. */
  @Problems(forEverybody = true)
  @DeleteMapping("/me/sessions")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeOthers() {
    Caller caller = callers.current();
    signIns.revokeAll(
        accounts.find(caller.accountId()).orElseThrow(), caller.credential().id().orElse(null));
  }

  @GetMapping("/accounts/{username}/sessions")
  Page<Shown> of(
      @PathVariable String username,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return page(require(username).id(), limit, cursor);
  }

  @DeleteMapping("/accounts/{username}/sessions/{session}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String username, @PathVariable String session) {
    signIns.revoke(require(username), id(session));
  }

  @DeleteMapping("/accounts/{username}/sessions")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeAll(@PathVariable String username) {
    signIns.revokeAll(require(username), null);
  }

  private Account require(String username) {
    permissions.requirePlatform(ADMINISTER);
    return accounts
        .byUsername(username)
        .orElseThrow(() -> ProblemException.notFound("account", username));
  }

  private Page<Shown> page(UUID account, @Nullable Integer limit, @Nullable String cursor) {
    Optional<UUID> current = callers.current().credential().id();
    return signIns
        .page(account, Page.limit(limit), cursor)
        .map(
            row ->
                new Shown(
                    row.id(),
                    row.kind(),
                    row.client(),
                    row.address(),
                    row.userAgent(),
                    row.createdAt(),
                    row.lastUsedAt(),
                    current.filter(row.id()::equals).isPresent()));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("session", text);
    }
  }
}
