package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Flags on tenants and instances that refuse their deletion until they are taken off. */
@Component
class Protections {
  private static final int NAMED = 5;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final Audit audit;

  Protections(Scopes scopes, JdbcClient jdbc, Tenants tenants, Audit audit) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.audit = audit;
  }

  boolean ofTenant(UUID tenant) {
    return inOne(
        () ->
            jdbc.sql("select deletion_protected from tenant where id = ?")
                .param(tenant)
                .query(Boolean.class)
                .single());
  }

  boolean ofInstance(UUID tenant, UUID instance) {
    return inOne(
        () ->
            jdbc.sql("select deletion_protected from instance where tenant_id = ? and id = ?")
                .params(tenant, instance)
                .query(Boolean.class)
                .single());
  }

  void setTenant(UUID tenant, boolean on) {
    inOne(
        () -> {
          lock(tenant);
          String action = on ? "tenant.protect" : "tenant.unprotect";
          @Nullable Sha256 before = audit.before(tenant, action, tenant);
          jdbc.sql("update tenant set deletion_protected = ? where id = ?")
              .params(on, tenant)
              .update();
          audit.done(
              tenant,
              AuditNote.of(action, tenants.get(tenant).path(), tenant, Map.of()).from(before));
          return on;
        });
  }

  void setInstance(UUID tenant, UUID instance, String name, boolean on) {
    inOne(
        () -> {
          lock(tenant);
          String action = on ? "instance.protect" : "instance.unprotect";
          @Nullable Sha256 before = audit.before(tenant, action, instance);
          jdbc.sql("update instance set deletion_protected = ? where tenant_id = ? and id = ?")
              .params(on, tenant, instance)
              .update();
          audit.done(tenant, AuditNote.of(action, name, instance, Map.of()).from(before));
          return on;
        });
  }

  /** Nothing is protected while a deletion begins, which locks the rows of all its tenants. */
  private void lock(UUID tenant) {
    jdbc.sql("select id from tenant where id = ? for no key update")
        .param(tenant)
        .query(UUID.class)
        .list();
    tenants.requireStaying(tenant);
  }

  /**
   * Passes when neither the tenant nor anything below it is protected. Call inside of tenant
   * administration.
   *
   * @throws TenancyException.Conflict with the names of what is
   */
  void requireNone(UUID tenant) {
    List<String> kept = new ArrayList<>();
    jdbc.sql(
            """
            select t.id from tenant t join tenant_closure c on c.descendant_id = t.id
            where c.ancestor_id = ? and t.deletion_protected and t.state <> 'DELETED'
            order by c.depth, t.id limit 100
            """)
        .param(tenant)
        .query(UUID.class)
        .list()
        .forEach(one -> kept.add("tenant '" + tenants.get(one).path() + "'"));
    jdbc.sql(
            """
            select i.tenant_id, i.name from instance i
            join tenant_closure c on c.descendant_id = i.tenant_id
            where c.ancestor_id = ? and i.deletion_protected and i.state <> 'UNINSTALLED'
            order by c.depth, i.tenant_id, i.name limit 100
            """)
        .param(tenant)
        .query(
            (row, n) ->
                "instance '%s' of tenant '%s'"
                    .formatted(row.getString(2), tenants.get(row.getObject(1, UUID.class)).path()))
        .list()
        .forEach(kept::add);
    if (!kept.isEmpty()) {
      int more = kept.size() - NAMED;
      throw new TenancyException.Conflict(
          "Protected from deletion: %s%s. Take the protection off first (PUT .../protection)."
              .formatted(
                  String.join(", ", kept.subList(0, Math.min(NAMED, kept.size()))),
                  more > 0 ? ", and more" : ""));
    }
  }

  private <T> T inOne(java.util.function.Supplier<T> work) {
    return scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }
}
