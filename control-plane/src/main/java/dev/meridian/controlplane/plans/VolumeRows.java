package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.VolumeTransitions;
import dev.meridian.controlplane.federation.VolumeTransitions.Kind;
import dev.meridian.controlplane.instances.Pin;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.VolumeSpec;
import dev.meridian.tenancy.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Volumes in the database. Called inside a tenant's scope. */
@Component
class VolumeRows {
  private static final long MIB = 1024L * 1024;

  private final JdbcClient jdbc;
  private final VolumeTransitions transitions;

  VolumeRows(JdbcClient jdbc, VolumeTransitions transitions) {
    this.jdbc = jdbc;
    this.transitions = transitions;
  }

  List<World.Volume> of(UUID tenant, UUID instance) {
    return jdbc.sql(
            """
            select id, pod_id, path, size_bytes, node_id, state, reason from volume
            where tenant_id = ? and instance_id = ? order by pod_name, path
            """)
        .params(tenant, instance)
        .query(
            (row, n) ->
                new World.Volume(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getLong(4),
                    row.getObject(5, UUID.class),
                    World.Volume.State.valueOf(row.getString(6)),
                    row.getString(7)))
        .list();
  }

  /**
   * The volumes of a pod for its next order. Makes the rows that are missing; a volume is said to
   * be new in the first order that names it and never again, for a directory is created at most
   * once.
   */
  List<OrderRenderer.StoredVolume> forOrder(
      World world, Pod pod, PodSpec spec, Place place, String packageName, Instant now) {
    UUID tenant = world.instance().tenant();
    for (VolumeSpec volume : spec.allVolumes()) {
      jdbc.sql(
              """
              insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id,
                                  pod_name, path, size_bytes, node_id, state, created_at)
              select :tenant, :id, :instance, :name, :package, :pod, :podName, :path, :size, :node,
                     'PENDING', :now
              where not exists (select from volume where tenant_id = :tenant and pod_id = :pod
                                and path = :path and state <> 'DESTROYED')
              """)
          .param("tenant", tenant)
          .param("id", Ids.next())
          .param("instance", world.instance().id())
          .param("name", world.instance().name())
          .param("package", packageName)
          .param("pod", pod.id())
          .param("podName", pod.name())
          .param("path", volume.path())
          .param("size", volume.sizeMb() * MIB)
          .param("node", place.node())
          .param("now", PlanRows.utc(now))
          .update();
    }
    List<OrderRenderer.StoredVolume> volumes =
        jdbc.sql(
                """
                select id, path, size_bytes, ordered from volume
                where tenant_id = ? and pod_id = ? and state <> 'DESTROYED' order by path
                """)
            .params(tenant, pod.id())
            .query(
                (row, n) ->
                    new OrderRenderer.StoredVolume(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getLong(3),
                        row.getBoolean(4)))
            .list();
    jdbc.sql("update volume set ordered = true where tenant_id = ? and pod_id = ? and not ordered")
        .params(tenant, pod.id())
        .update();
    return volumes;
  }

  /**
   * Gives a kept volume that the instance was promised to its pod of that name; it stays where it
   * is. False, and nothing is changed, when it is not kept for the instance any more.
   */
  boolean restore(UUID tenant, UUID instance, UUID volume, Instant now) {
    boolean restored =
        jdbc.sql(
                    """
                    update volume v
                    set state = 'READY', kept_until = null, reason = '', pod_id = p.id
                    from pod p
                    where v.tenant_id = :tenant and v.id = :id and v.instance_id = :instance
                      and v.state = 'KEPT' and p.tenant_id = v.tenant_id
                      and p.instance_id = v.instance_id and p.name = v.pod_name
                      and p.state <> 'REMOVED'
                    """)
                .param("tenant", tenant)
                .param("id", volume)
                .param("instance", instance)
                .update()
            == 1;
    if (restored) {
      transitions.add(tenant, volume, Kind.RELEASED, now);
    }
    return restored;
  }

  /** The volumes that pods of the instance have or were promised, by the pods' names. */
  Map<String, List<Pin.Existing>> ofPods(UUID tenant, UUID instance) {
    Map<String, List<Pin.Existing>> volumes = new HashMap<>();
    jdbc.sql(
            """
            select pod_name, path, size_bytes, node_id, state = 'KEPT' from volume
            where tenant_id = ? and instance_id = ? and state <> 'DESTROYED' order by id
            """)
        .params(tenant, instance)
        .query(
            row -> {
              volumes
                  .computeIfAbsent(row.getString(1), pod -> new ArrayList<>())
                  .add(
                      new Pin.Existing(
                          row.getString(2),
                          row.getLong(3),
                          row.getObject(4, UUID.class),
                          row.getBoolean(5)));
            });
    return volumes;
  }

  void keep(UUID tenant, UUID volume, Instant now, Instant until) {
    jdbc.sql(
            """
            update volume
            set state = 'KEPT', kept_until = :until,
                reason = 'kept after uninstall; destroyed when the time is over'
            where tenant_id = :tenant and id = :id and state <> 'DESTROYED'
            """)
        .param("until", PlanRows.utc(until))
        .param("tenant", tenant)
        .param("id", volume)
        .update();
    transitions.add(tenant, volume, Kind.KEPT, now);
  }

  /** Of one that is kept already: its time begins anew. */
  void keepLonger(UUID tenant, UUID volume, Instant until) {
    jdbc.sql(
            """
            update volume set kept_until = :until
            where tenant_id = :tenant and id = :id and state = 'KEPT'
            """)
        .param("until", PlanRows.utc(until))
        .param("tenant", tenant)
        .param("id", volume)
        .update();
  }

  void destroying(UUID tenant, UUID volume, String reason) {
    jdbc.sql(
            """
            update volume set state = 'DESTROYING', reason = ?, kept_until = null
            where tenant_id = ? and id = ? and state <> 'DESTROYED'
            """)
        .params(reason, tenant, volume)
        .update();
  }

  /**
   * False, and nothing is changed, when the volume is kept no more, or was promised to an instance
   * that is being installed.
   */
  boolean destroyKept(UUID tenant, UUID volume, String reason) {
    // Its row first: who promises it meanwhile has committed before we look for whom.
    jdbc.sql("select id from volume where tenant_id = ? and id = ? for update")
        .params(tenant, volume)
        .query(UUID.class)
        .optional();
    return jdbc.sql(
                """
                update volume v set state = 'DESTROYING', reason = ?, kept_until = null
                where tenant_id = ? and id = ? and state = 'KEPT'
                  and exists (select from instance i where i.tenant_id = v.tenant_id
                              and i.id = v.instance_id and i.state = 'UNINSTALLED')
                """)
            .params(reason, tenant, volume)
            .update()
        == 1;
  }

  /** A volume that no order ever named exists nowhere. */
  void neverMade(UUID tenant, UUID volume) {
    jdbc.sql(
            """
            update volume set state = 'DESTROYED', reason = 'was never made'
            where tenant_id = ? and id = ?
            """)
        .params(tenant, volume)
        .update();
  }
}
