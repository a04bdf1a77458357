package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.Orders;
import dev.meridian.tenancy.Scopes;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Destroys what uninstalled instances left. */
@Component
public class KeptVolumes {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final VolumeRows rows;
  private final VolumeViews views;
  private final Orders orders;

  KeptVolumes(Scopes scopes, JdbcClient jdbc, VolumeRows rows, VolumeViews views, Orders orders) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.rows = rows;
    this.views = views;
    this.orders = orders;
  }

  /**
   * Orders the destruction of a volume, if it is kept still and for nobody: an install may have
   * taken it over since somebody looked, or wait to. Call in the tenant's scope.
   *
   * @param reason for the node's agent, and what is shown of the volume until it is gone
   * @return false when it is kept no more, and nothing was ordered
   */
  boolean destroy(UUID tenant, UUID volume, String reason) {
    if (!rows.destroyKept(tenant, volume, reason + "; waits for its node")) {
      return false;
    }
    orders.destroyVolume(tenant, views.agentOf(tenant, volume), volume, reason);
    return true;
  }

  /**
   * Orders the destruction of every kept volume, because the tenant is being deleted. Safe to
   * repeat. Call outside of scopes.
   */
  public void destroyAll(UUID tenant) {
    scopes.inTenant(
        tenant,
        () ->
            jdbc.sql("select id from volume where tenant_id = ? and state = 'KEPT' order by id")
                .param(tenant)
                .query(UUID.class)
                .list()
                .forEach(volume -> destroy(tenant, volume, "its tenant is being deleted")));
  }
}
