package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantTree;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The right to a tenant that comes from above it. A tenant's name, limits, state and end are the
 * business of the tenant above: nobody limits, suspends, resumes, moves or deletes their own. A
 * role that counts for the tenant above alone does not do.
 */
@Component
public class FromAbove {
  private final Permissions permissions;
  private final TenantTree tree;
  private final Scopes scopes;

  FromAbove(Permissions permissions, TenantTree tree, Scopes scopes) {
    this.permissions = permissions;
    this.tree = tree;
    this.scopes = scopes;
  }

  /**
   * The tenant of that path or id.
   *
   * @throws dev.meridian.tenancy.TenancyException.NotFound for one that the caller may not see
   * @throws dev.meridian.tenancy.TenancyException.Forbidden when the caller may not change it
   */
  public UUID require(String pathOrId) {
    UUID tenant = permissions.requireTenant(pathOrId, "tenant:read");
    require(tenant);
    return tenant;
  }

  /** As {@link #require(String)}, where the tenant stands now; again once it is locked. */
  void require(UUID tenant) {
    UUID above =
        scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, () -> tree.parent(tenant)).orElse(tenant);
    permissions.requireThroughout(above, "tenant:write");
  }
}
