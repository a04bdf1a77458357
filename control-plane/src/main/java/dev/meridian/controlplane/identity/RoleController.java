package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The roles that may be given at a tenant: built in, and made by it or by one above it. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/roles")
class RoleController {
  /**
   * @param permissions each {@code resource:verb}; the author must have every one of them in the
   *     tenant and all below it
   */
  record NewRole(
      @NotNull(message = "is missing: give the role a name") String name,
      @Nullable String description,
      @NotNull(message = "is missing: name what the role gives") List<String> permissions) {}

  /**
   * @param permissions replace the present ones, for everybody who has the role
   */
  record RoleChange(
      @Nullable String description,
      @NotNull(message = "is missing: name what the role gives") List<String> permissions) {}

  /**
   * @param tenantPath who made it; null for a built-in one and for one of the platform
   * @param etag for If-Match, where the role is changed
   */
  @Schema(name = "Role")
  record Shown(
      String name,
      String description,
      List<String> permissions,
      boolean builtIn,
      @Nullable String tenantPath,
      String etag) {}

  private final Permissions permissions;
  private final RoleChanges changes;

  RoleController(Permissions permissions, RoleChanges changes) {
    this.permissions = permissions;
    this.changes = changes;
  }

  @GetMapping
  Page<Shown> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "tenant:read");
    return changes.page(id, Page.limit(limit), cursor);
  }

  @GetMapping("/{role}")
  ResponseEntity<Shown> get(@PathVariable String tenant, @PathVariable String role) {
    UUID id = permissions.requireTenant(tenant, "tenant:read");
    return tagged(changes.get(id, role));
  }

  @Problems(also = ProblemType.NAME_TAKEN)
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Shown create(
      @PathVariable String tenant,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewRole asked) {
    return changes.create(permissions.requireTenant(tenant, "role:write"), asked, key);
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping("/{role}")
  ResponseEntity<Shown> change(
      @PathVariable String tenant,
      @PathVariable String role,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody @Valid RoleChange asked) {
    UUID id = permissions.requireTenant(tenant, "role:write");
    return tagged(changes.change(id, role, asked, ifMatch));
  }

  @Problems(also = ProblemType.CONFLICT)
  @DeleteMapping("/{role}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @PathVariable String tenant,
      @PathVariable String role,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    changes.delete(permissions.requireTenant(tenant, "role:write"), role, ifMatch);
  }

  private static ResponseEntity<Shown> tagged(Shown role) {
    return ResponseEntity.ok().header(HttpHeaders.ETAG, role.etag()).body(role);
  }
}
