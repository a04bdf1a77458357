package dev.meridian.controlplane.instances;

import dev.meridian.tenancy.Scopes;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Uninstalls all instances of a tenant that is being deleted. */
@Component
public class InstanceRemoval {
  private record Left(UUID id, String name) {}

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Installer installer;

  InstanceRemoval(Scopes scopes, JdbcClient jdbc, Installer installer) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.installer = installer;
  }

  /**
   * Asks for the uninstall of each instance with the data of its volumes, each in a transaction of
   * its own. Safe to repeat: what was asked already is not asked again. Call outside of scopes.
   *
   * @param askedBy username of whoever wants that
   */
  public void uninstallAll(UUID tenant, String askedBy) {
    List<Left> left =
        scopes.inTenant(
            tenant,
            () ->
                jdbc.sql(
                        """
                        select i.id, i.name from instance i
                        where i.tenant_id = ? and i.state <> 'UNINSTALLED' and not exists (
                          select from intent n where n.tenant_id = i.tenant_id
                            and n.instance_id = i.id and n.kind = 'UNINSTALL'
                            and n.payload @> '{"deleteData": true}')
                        order by i.id
                        """)
                    .param(tenant)
                    .query((row, n) -> new Left(row.getObject(1, UUID.class), row.getString(2)))
                    .list());
    left.forEach(one -> installer.uninstall(tenant, one.id(), one.name(), true, askedBy));
  }
}
