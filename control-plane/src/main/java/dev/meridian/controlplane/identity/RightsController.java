package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.TenancyException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the caller may do here, and why somebody else may. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
class RightsController {
  /**
   * @param instance the instance that was asked about; null for the tenant
   */
  @Schema(name = "CanI")
  record Answer(String permission, @Nullable String instance, boolean allowed) {}

  /**
   * A permission and the binding that gives it.
   *
   * @param tenantPath where the role is bound: the tenant or one above it; null for the platform
   * @param instance id of the only instance that it counts for; null for the whole tenant
   * @param group name of the group that is bound; null: the account itself is
   */
  @Schema(name = "EffectiveRight")
  record Right(
      String permission,
      String role,
      @Nullable String tenantPath,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) String scope,
      @Nullable UUID instance,
      @Nullable String group) {}

  private final Permissions permissions;
  private final Callers callers;
  private final Accounts accounts;

  RightsController(Permissions permissions, Callers callers, Accounts accounts) {
    this.permissions = permissions;
    this.callers = callers;
    this.accounts = accounts;
  }

  @GetMapping("/can-i")
  Answer canI(
      @PathVariable String tenant,
      @RequestParam String permission,
      @RequestParam(required = false) @Nullable String instance) {
    Caller caller = callers.current();
    UUID id =
        instance == null
            ? permissions.requireTenant(tenant, "tenant:read")
            : permissions.requireVisible(tenant, instance);
    if (!Role.allPermissions().contains(permission)) {
      throw new TenancyException.Invalid(
          "permission",
          "There is no permission '%s'. There are %s."
              .formatted(permission, String.join(", ", Role.allPermissions())));
    }
    Optional<UUID> named =
        instance == null ? Optional.empty() : permissions.instanceNamed(id, instance);
    boolean allowed =
        named
            .map(one -> permissions.mayOnInstance(caller, permission, id, one))
            .orElseGet(() -> permissions.may(caller, permission, id));
    return new Answer(permission, instance, allowed);
  }

  @GetMapping("/members/{username}/rights")
  List<Right> rights(@PathVariable String tenant, @PathVariable String username) {
    UUID id = permissions.requireTenant(tenant, "member:read");
    List<Right> rights =
        accounts
            .byUsername(username)
            .map(Account::id)
            .map(account -> permissions.why(account, id))
            .orElse(List.of())
            .stream()
            .map(RightsController::right)
            .sorted(Comparator.comparing(Right::permission))
            .toList();
    if (rights.isEmpty()) {
      // The same for an account that does not exist and for one that has nothing to do with it.
      throw ProblemException.notFound("member", username);
    }
    return rights;
  }

  private static Right right(Permissions.Reason reason) {
    return new Right(
        reason.permission(),
        reason.role(),
        reason.at().isRoot() ? null : reason.at().path(),
        reason.scope().key(),
        reason.instance().orElse(null),
        reason.group().orElse(null));
  }
}
