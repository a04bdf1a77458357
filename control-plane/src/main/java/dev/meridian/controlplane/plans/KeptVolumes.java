package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.Orders;
import dev.meridian.tenancy.Scopes;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Destroys what uninstalled instances of a tenant left, because the tenant is being deleted. */
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

  /** Orders the destruction of every kept volume. Safe to repeat. Call outside of scopes. */
  public void destroyAll(UUID tenant) {
    scopes.inTenant(
        tenant,
        () ->
            jdbc.sql("select id from volume where tenant_id = ? and state = 'KEPT' order by id")
                .param(tenant)
                .query(UUID.class)
                .list()
                .forEach(
                    volume -> {
                      rows.destroying(
                          tenant, volume, "its tenant is being deleted; waits for its node");
                      orders.destroyVolume(
                          tenant,
                          views.agentOf(tenant, volume),
                          volume,
                          "its tenant is being deleted");
                    }));
  }
}
