package dev.meridian.controlplane.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.HeldRole;
import dev.meridian.tenancy.HeldRoles;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.RoleScope;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who the caller is and may do. */
@RestController
class MeController {
  /**
   * @param role the name of a built-in role or of one that a tenant made
   * @param tenant null for the platform
   * @param instance name of the only one that it counts for; null for the tenant
   */
  @Schema(name = "RoleBinding")
  record Binding(
      String role,
      @Nullable TenantRef tenant,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) String scope,
      @Nullable String instance) {}

  /**
   * @param tenants by path of each tenant that a role is bound to; those of a role for that tenant
   *     alone are in it too
   */
  @Schema(name = "GrantedPermissions")
  record Granted(List<String> platform, Map<String, List<String>> tenants) {}

  /**
   * A look at the platform as a tenant's admin has it, read only.
   *
   * @param until it ends by itself then
   */
  @Schema(name = "Viewing")
  record Viewing(TenantRef tenant, Instant until) {}

  /**
   * @param bindings in a view those of the tenant's admin
   * @param viewing the view that is on; null: the caller acts for itself
   * @param csrfToken for the header X-CSRF-TOKEN; sessions only
   */
  record Me(
      UUID id,
      String username,
      String displayName,
      @Schema(allowableValues = {"person", "service-account"}) String kind,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String csrfToken,
      List<Binding> bindings,
      Granted permissions,
      @Nullable Viewing viewing) {}

  private final Callers callers;
  private final HeldRoles held;
  private final Tenants tenants;
  private final Permissions permissions;

  MeController(Callers callers, HeldRoles held, Tenants tenants, Permissions permissions) {
    this.callers = callers;
    this.held = held;
    this.tenants = tenants;
    this.permissions = permissions;
  }

  @Problems(forEverybody = true)
  @GetMapping("/api/v1/me")
  Me me(Authentication authentication, CsrfToken csrf) {
    Caller caller = callers.current();
    Optional<Viewing> viewing =
        caller
            .credential()
            .view()
            .map(view -> new Viewing(tenants.find(view.tenant()), view.until()));
    List<Binding> bound =
        viewing.map(MeController::asAdminOf).orElseGet(() -> bindings(caller.accountId()));
    Map<String, List<String>> onTenants = new TreeMap<>();
    for (Binding binding : bound) {
      if (binding.tenant() != null) {
        onTenants.put(
            binding.tenant().path(),
            permissions.on(caller, binding.tenant().id()).stream().sorted().toList());
      }
    }
    return new Me(
        caller.accountId(),
        caller.username(),
        caller.displayName(),
        caller.kind().key(),
        authentication.getPrincipal() instanceof Jwt ? null : csrf.getToken(),
        bound,
        new Granted(permissions.onPlatform(caller).stream().sorted().toList(), onTenants),
        viewing.orElse(null));
  }

  private static List<Binding> asAdminOf(Viewing viewing) {
    return List.of(
        new Binding(Role.TENANT_ADMIN.key(), viewing.tenant(), RoleScope.SUBTREE.key(), null));
  }

  private List<Binding> bindings(UUID account) {
    return held.of(account).stream()
        .map(HeldRole::binding)
        .map(
            one ->
                new Binding(one.role(), shown(one.tenant()), one.scope().key(), one.instanceName()))
        // Once, also where it comes by a group too.
        .distinct()
        .toList();
  }

  private @Nullable TenantRef shown(UUID tenant) {
    TenantRef ref = tenants.find(tenant);
    return ref.isRoot() ? null : ref;
  }
}
