package dev.meridian.controlplane.instances;

import dev.meridian.spec.ServiceSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What uninstalled instances left, for those that come after them. Inside a tenant's scope. */
@Component
class LeftVolumes {
  private static final String SELECT =
      """
      select v.id, v.pod_name, v.path, v.size_bytes, v.node_id, n.name, v.kept_until
      from volume v
      join node n on n.id = v.node_id
      join instance i on i.tenant_id = v.tenant_id and i.id = v.instance_id
      where v.tenant_id = ? and v.instance_name = ? and v.package_name = ? and v.state = 'KEPT'
        and i.state = 'UNINSTALLED'
      order by v.id
      """;

  private final JdbcClient jdbc;

  LeftVolumes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What an install of this name, package and spec would take over. */
  Restoration wouldTake(UUID tenant, String name, String packageName, ServiceSpec spec) {
    return Restoration.of(spec, kept(tenant, name, packageName, ""));
  }

  /**
   * Promises the new instance what it takes over. It stays kept, with its end and a claim of its
   * own, until the instance is placed; meanwhile nobody else destroys it, also when its end comes.
   * An instance that ends before leaves it as it was.
   */
  Restoration promise(
      UUID tenant, UUID instance, String name, String packageName, ServiceSpec spec) {
    Restoration taken = Restoration.of(spec, kept(tenant, name, packageName, " for update of v"));
    taken
        .volumes()
        .forEach(
            volume ->
                jdbc.sql("update volume set instance_id = ? where tenant_id = ? and id = ?")
                    .params(instance, tenant, volume.id())
                    .update());
    return taken;
  }

  private List<KeptVolume> kept(UUID tenant, String name, String packageName, String lock) {
    return jdbc.sql(SELECT + lock)
        .params(tenant, name, packageName)
        .query((row, n) -> volume(row))
        .list();
  }

  private static KeptVolume volume(ResultSet row) throws SQLException {
    return new KeptVolume(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getObject(5, UUID.class),
        row.getString(6),
        row.getObject(7, OffsetDateTime.class).toInstant());
  }
}
