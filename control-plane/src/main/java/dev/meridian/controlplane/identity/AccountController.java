package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts: one's own password, and who may sign in at all. */
@RestController
@RequestMapping("/api/v1")
class AccountController {
  /** The present password proves that it is the person who changes it. */
  record PasswordChange(
      @NotNull(message = "is missing: give your present password") String current,
      @NotNull(message = "is missing: give the new password") String next) {}

  @Schema(name = "Account")
  record Shown(
      UUID id,
      String username,
      String displayName,
      @Schema(allowableValues = {"person", "service-account"}) String kind,
      boolean disabled) {
    static Shown of(Account account) {
      return new Shown(
          account.id(),
          account.username(),
          account.displayName(),
          account.kind().key(),
          account.disabled());
    }
  }

  private final AccountChanges changes;
  private final Permissions permissions;

  AccountController(AccountChanges changes, Permissions permissions) {
    this.changes = changes;
    this.permissions = permissions;
  }

  @Problems(also = {ProblemType.CONFLICT, ProblemType.TOO_MANY_REQUESTS})
  @PutMapping("/me/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void password(@RequestBody @Valid PasswordChange change) {
    changes.password(change.current(), change.next());
  }

  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/accounts/{username}/disable")
  Shown disable(@PathVariable String username) {
    permissions.requirePlatform("member:write");
    return Shown.of(changes.setDisabled(username, true));
  }

  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/accounts/{username}/enable")
  Shown enable(@PathVariable String username) {
    permissions.requirePlatform("member:write");
    return Shown.of(changes.setDisabled(username, false));
  }
}
