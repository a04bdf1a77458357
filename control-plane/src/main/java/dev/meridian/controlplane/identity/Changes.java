package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.audit.Sha256;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

  /** How a thing stands before {@code action} changes it, for {@link #audit}. */
  @Nullable Sha256 before(UUID tenant, String action, UUID subjectId) {
    return audit.before(tenant, action, subjectId);
  }

  void audit(
      UUID tenant,
      String action,
      String subject,
      UUID subjectId,
      Map<String, ?> detail,
      @Nullable Sha256 before) {
    audit.done(tenant, AuditNote.of(action, subject, subjectId, detail).from(before));
  }

  void audit(UUID tenant, AuditNote note) {
    audit.done(tenant, note);
  }

  void audit(UUID tenant, String action, String subject, UUID subjectId, Map<String, ?> detail) {
    audit.done(tenant, action, subject, subjectId, detail);
  }
}
