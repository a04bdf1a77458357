package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Protects tenants and instances from deletion, and takes that off. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
class ProtectionController {
  @Schema(name = "SetDeletionProtection")
  record Wanted(
      @NotNull(message = "is missing: say true or false") @Nullable Boolean deletionProtection) {}

  /**
   * @param deletionProtection whether deletion is refused until this is taken off
   */
  @Schema(name = "DeletionProtection")
  record Shown(boolean deletionProtection) {}

  private final Protections protections;
  private final Permissions permissions;

  ProtectionController(Protections protections, Permissions permissions) {
    this.protections = protections;
    this.permissions = permissions;
  }

  @GetMapping("/protection")
  Shown tenant(@PathVariable String tenant) {
    return new Shown(protections.ofTenant(permissions.requireTenant(tenant, "tenant:read")));
  }

  @PutMapping("/protection")
  Shown setTenant(@PathVariable String tenant, @RequestBody @Valid Wanted wanted) {
    UUID id = permissions.requireTenant(tenant, "tenant:write");
    protections.setTenant(id, on(wanted));
    return new Shown(protections.ofTenant(id));
  }

  @GetMapping("/instances/{name}/protection")
  Shown instance(@PathVariable String tenant, @PathVariable String name) {
    UUID id = permissions.requireInstance(tenant, name, "instance:read");
    return new Shown(protections.ofInstance(id, require(id, name)));
  }

  @PutMapping("/instances/{name}/protection")
  Shown setInstance(
      @PathVariable String tenant, @PathVariable String name, @RequestBody @Valid Wanted wanted) {
    UUID id = permissions.requireInstance(tenant, name, "instance:write");
    UUID instance = require(id, name);
    protections.setInstance(id, instance, name, on(wanted));
    return new Shown(protections.ofInstance(id, instance));
  }

  private static boolean on(Wanted wanted) {
    return Boolean.TRUE.equals(wanted.deletionProtection());
  }

  private UUID require(UUID tenant, String name) {
    return permissions
        .instanceNamed(tenant, name)
        .orElseThrow(() -> ProblemException.notFound("instance", name));
  }
}
