package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.identity.RightsNews;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.TenantTree;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Closes the tenant, with the last event of its audit log. */
@Component
class TenantStep implements StepAction {
  private final Tenants tenants;
  private final TenantTree tree;
  private final Audit audit;
  private final RightsNews news;

  TenantStep(Tenants tenants, TenantTree tree, Audit audit, RightsNews news) {
    this.tenants = tenants;
    this.tree = tree;
    this.audit = audit;
    this.news = news;
  }

  @Override
  public StepKind kind() {
    return StepKind.TENANT;
  }

  @Override
  public Progress take(UUID tenant) {
    String action = "tenant.deleted";
    var before = audit.before(tenant, action, tenant);
    String path = tenants.get(tenant).path();
    tree.bury(tenant, "deleted");
    audit.done(tenant, AuditNote.of(action, path, tenant, Map.of()).from(before));
    news.treeChanges();
    return new Progress.Done(Map.of("tenants", Gone.of(List.of(tenant))));
  }
}
