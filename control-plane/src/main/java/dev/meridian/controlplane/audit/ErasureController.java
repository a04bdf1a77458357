package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditErasure;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes a person's name and addresses out of every tenant's audit log. */
@RestController
@RequestMapping("/api/v1/audit")
class ErasureController {
  /**
   * @param account the account's name
   * @param confirm the same again: nobody can bring back what is erased
   */
  @Schema(name = "AuditErasure")
  record Erasure(
      @NotBlank(message = "is missing: name the account") String account,
      @Nullable String confirm) {}

  /**
   * @param events that lost a value; the events themselves and their chains stay
   */
  @Schema(name = "AuditErased")
  record Erased(UUID accountId, int events) {}

  private final Permissions permissions;
  private final Accounts accounts;
  private final AuditErasure erasure;
  private final Audit audit;
  private final Scopes scopes;
  private final Tenants tenants;

  ErasureController(
      Permissions permissions,
      Accounts accounts,
      AuditErasure erasure,
      Audit audit,
      Scopes scopes,
      Tenants tenants) {
    this.permissions = permissions;
    this.accounts = accounts;
    this.erasure = erasure;
    this.audit = audit;
    this.scopes = scopes;
    this.tenants = tenants;
  }

  /** The record of it names the account by its id alone. */
  @Problems(also = ProblemType.NOT_FOUND)
  @PostMapping("/erase")
  Erased auditErase(@RequestBody @Valid Erasure asked) {
    permissions.requirePlatform("audit:erase");
    Account account =
        accounts
            .byUsername(asked.account())
            .orElseThrow(() -> ProblemException.notFound("account", asked.account()));
    if (!asked.account().equals(asked.confirm())) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The name and addresses of %s are erased for good; repeat the name in confirm."
              .formatted(asked.account()),
          List.of(new FieldError("/confirm", "must be " + asked.account())));
    }
    UUID root = tenants.root().id();
    return scopes.asSystem(
        SystemJob.AUDIT,
        () -> {
          int events = erasure.erase(account.id(), account.username());
          audit.done(
              root, "audit.erase", account.id().toString(), account.id(), Map.of("events", events));
          return new Erased(account.id(), events);
        });
  }
}
