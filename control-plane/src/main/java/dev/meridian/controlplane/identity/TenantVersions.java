package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The versions of tenants, raised with each change of them. Call inside of {@link Changes}. */
@Component
class TenantVersions {
  private final JdbcClient jdbc;
  private final Tenants tenants;

  TenantVersions(JdbcClient jdbc, Tenants tenants) {
    this.jdbc = jdbc;
    this.tenants = tenants;
  }

  /** Raises the version, when the caller has seen the present one; others wait for the commit. */
  void raise(Tenant tenant, @Nullable String ifMatch) {
    long present =
        jdbc.sql("select version from tenant where id = ? for update")
            .param(tenant.id())
            .query(Long.class)
            .single();
    tenants.requireStaying(tenant.id());
    EntityTag.require(ifMatch, EntityTag.of(present), "tenant \"" + tenant.path() + "\"");
    jdbc.sql("update tenant set version = version + 1 where id = ?").param(tenant.id()).update();
  }
}
