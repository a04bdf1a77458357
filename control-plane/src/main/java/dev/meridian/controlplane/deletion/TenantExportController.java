package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Everything that a tenant and those below it own, for who may read all of that there. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
class TenantExportController {
  private static final List<String> NEEDED =
      List.of("tenant:read", "instance:read", "volume:read", "member:read", "audit:read");

  private static final String SECRETS = "secret:read";

  private final TenantExport export;
  private final Tenants tenants;
  private final Permissions permissions;
  private final Callers callers;
  private final Audit audit;
  private final Scopes scopes;

  TenantExportController(
      TenantExport export,
      Tenants tenants,
      Permissions permissions,
      Callers callers,
      Audit audit,
      Scopes scopes) {
    this.export = export;
    this.tenants = tenants;
    this.permissions = permissions;
    this.callers = callers;
    this.audit = audit;
    this.scopes = scopes;
  }

  /**
   * JSON lines; an export without its last line, of type end, broke off. Secrets are told of, never
   * their values, where the caller may read them. It is audited, and breaks off when a right to it
   * ends or a tenant moves.
   */
  @GetMapping(path = "/export", produces = "application/x-ndjson")
  void tenantExport(@PathVariable String tenant, HttpServletResponse response) throws IOException {
    UUID id = permissions.requireSubtree(tenant, NEEDED.getFirst());
    for (String permission : NEEDED) {
      permissions.requireSubtree(tenant, permission);
    }
    TenantRef ref = tenants.find(id);
    long shape = tenants.shape();
    List<UUID> all = tenants.subtree(id);
    Caller caller = callers.current();
    boolean secrets = permissions.mayThroughout(caller, SECRETS, id);
    BooleanSupplier stillAllowed =
        () ->
            tenants.shape() == shape
                && NEEDED.stream().allMatch(right -> permissions.mayThroughout(caller, right, id))
                && (!secrets || permissions.mayThroughout(caller, SECRETS, id));
    scopes.inTenant(id, () -> audit.done(id, "tenant.export", ref.path(), id, Map.of()));
    response.setContentType("application/x-ndjson");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"tenant-%s.jsonl\"".formatted(ref.label()));
    export.write(ref, all, secrets, stillAllowed, response.getOutputStream());
  }
}
