package dev.meridian.controlplane.plans;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Pods, their places and volumes in the database. Called inside a tenant's scope. */
@Component
class PodRows {
  private static final TypeReference<List<Pod.LaunchedTask>> LAUNCHED = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  PodRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** All pods of the instance, those that were removed too, in the order of their making. */
  List<Pod> of(UUID tenant, UUID instance) {
    return jdbc.sql(
            """
            select id, name, type, index, state, reason, since, incarnation, configuration,
                   launched, peers_digest, secrets_digest
            from pod where tenant_id = ? and instance_id = ? order by type, index, id
            """)
        .params(tenant, instance)
        .query(
            (row, n) ->
                new Pod(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getInt(4),
                    Pod.State.valueOf(row.getString(5)),
                    row.getString(6),
                    row.getObject(7, OffsetDateTime.class).toInstant(),
                    row.getLong(8),
                    row.getInt(9),
                    json.readValue(row.getString(10), LAUNCHED),
                    row.getString(11),
                    row.getString(12)))
        .list();
  }

  void store(UUID tenant, UUID instance, List<Pod> before, List<Pod> after) {
    Set<Pod> known = new HashSet<>(before);
    for (Pod pod : after) {
      if (!known.contains(pod)) {
        store(tenant, instance, pod);
      }
    }
  }

  private void store(UUID tenant, UUID instance, Pod pod) {
    jdbc.sql(
            """
            insert into pod (tenant_id, id, instance_id, name, type, index, state, reason, since,
                             incarnation, configuration, launched, peers_digest,
                             secrets_digest)
            values (:tenant, :id, :instance, :name, :type, :index, :state, :reason, :since,
                    :incarnation, :configuration, cast(:launched as jsonb), :peers, :secrets)
            on conflict (tenant_id, id) do update
            set state = excluded.state, reason = excluded.reason, since = excluded.since,
                incarnation = excluded.incarnation, configuration = excluded.configuration,
                launched = excluded.launched, peers_digest = excluded.peers_digest,
                secrets_digest = excluded.secrets_digest
            """)
        .param("tenant", tenant)
        .param("id", pod.id())
        .param("instance", instance)
        .param("name", pod.name())
        .param("type", pod.type())
        .param("index", pod.index())
        .param("state", pod.state().name())
        .param("reason", pod.reason())
        .param("since", PlanRows.utc(pod.since()))
        .param("incarnation", pod.incarnation())
        .param("configuration", pod.configuration())
        .param("launched", json.writeValueAsString(pod.launched()))
        .param("peers", pod.peersDigest())
        .param("secrets", pod.secretsDigest())
        .update();
  }

  /** Where the instance's pods hold their reservations. */
  Map<UUID, Place> places(UUID tenant, UUID instance) {
    Map<UUID, List<Place.Port>> ports = new HashMap<>();
    jdbc.sql(
            """
            select r.pod_id, r.task, r.name, r.port
            from port_reservation r join pod p on p.tenant_id = r.tenant_id and p.id = r.pod_id
            where p.tenant_id = ? and p.instance_id = ? order by r.task, r.name
            """)
        .params(tenant, instance)
        .query(
            row -> {
              ports
                  .computeIfAbsent(row.getObject(1, UUID.class), p -> new ArrayList<>())
                  .add(new Place.Port(row.getString(2), row.getString(3), row.getInt(4)));
            });
    Map<UUID, Place> places = new HashMap<>();
    jdbc.sql(
            """
            select r.pod_id, n.id, n.agent_id, n.name, g.name, n.zone, n.address,
                   n.advertised_address, a.connected and a.state = 'JOINED',
                   coalesce((select d.held_reason from desired_pod d
                             where d.agent_id = n.agent_id and d.pod_id = r.pod_id
                               and d.kind = 'RUN' order by d.incarnation desc limit 1), '')
            from reservation r
            join pod p on p.tenant_id = r.tenant_id and p.id = r.pod_id
            join node n on n.id = r.node_id
            join region g on g.id = n.region_id
            join agent a on a.id = n.agent_id
            where p.tenant_id = ? and p.instance_id = ?
            """)
        .params(tenant, instance)
        .query(
            row -> {
              UUID pod = row.getObject(1, UUID.class);
              places.put(
                  pod,
                  new Place(
                      row.getObject(2, UUID.class),
                      row.getObject(3, UUID.class),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6),
                      row.getString(7),
                      row.getString(8),
                      row.getBoolean(9),
                      row.getString(10),
                      ports.getOrDefault(pod, List.of())));
            });
    return places;
  }

  /** Pods of which an agent may still have something, and which agent. */
  Map<UUID, UUID> present(UUID tenant, UUID instance) {
    Map<UUID, UUID> present = new HashMap<>();
    jdbc.sql("select pod_id, agent_id from desired_pod where tenant_id = ? and instance_id = ?")
        .params(tenant, instance)
        .query(
            row -> {
              present.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
            });
    return present;
  }
}
