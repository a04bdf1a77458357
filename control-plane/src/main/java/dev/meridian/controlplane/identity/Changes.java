package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** A change to tenants or members and its audit row, in one transaction. */
@Component
class Changes {
  private final Scopes scopes;
  private final Audit audit;

  Changes(Scopes scopes, Audit audit) {
    this.scopes = scopes;
    this.audit = audit;
  }

  <T> T inOne(Supplier<T> work) {
    return scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }

  void audit(UUID tenant, String action, String subject, UUID subjectId, Map<String, ?> detail) {
    audit.done(tenant, action, subject, subjectId, detail);
  }
}
