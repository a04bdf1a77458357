package dev.meridian.controlplane.federation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What agents have reported, for reconcilers and readers (inside a scope of the tenant). */
@Component
public class Observations {
  private static final TypeReference<List<ObservedTask>> TASKS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Observations(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Every incarnation of every pod of the instance, on every agent, that was reported and is not
   * forgotten yet. A removal that an agent has confirmed is listed as removed; a pod that is not
   * listed was never reported, which says nothing about whether it runs.
   */
  public List<ObservedPod> of(UUID tenant, UUID instanceId) {
    return jdbc.sql(
            """
            select o.*, a.state as agent_state, a.connected, a.connection_since
            from observed_pod o join agent a on a.id = o.agent_id
            where o.tenant_id = ? and o.instance_id = ?
            order by o.pod_id, o.incarnation, o.agent_id
            """)
        .params(tenant, instanceId)
        .query((row, n) -> pod(row))
        .list();
  }

  /** Removals of pods of the instance that are ordered and not yet confirmed. */
  public List<PendingRemoval> pendingRemovals(UUID tenant, UUID instanceId) {
    return jdbc.sql(
            """
            select d.agent_id, d.pod_id, d.incarnation, d.ordered_at,
                   a.state as agent_state, a.connected, a.connection_since
            from desired_pod d join agent a on a.id = d.agent_id
            where d.tenant_id = ? and d.instance_id = ? and d.kind = 'REMOVE'
            order by d.pod_id, d.incarnation
            """)
        .params(tenant, instanceId)
        .query(
            (row, n) ->
                new PendingRemoval(
                    row.getObject("agent_id", UUID.class),
                    row.getObject("pod_id", UUID.class),
                    row.getLong("incarnation"),
                    row.getObject("ordered_at", OffsetDateTime.class).toInstant(),
                    presence(row)))
        .list();
  }

  /** A removal that an agent has yet to confirm. */
  public record PendingRemoval(
      UUID agentId, UUID podId, long incarnation, Instant orderedAt, AgentPresence agent) {}

  private ObservedPod pod(ResultSet row) throws SQLException {
    return new ObservedPod(
        row.getObject("agent_id", UUID.class),
        row.getObject("pod_id", UUID.class),
        row.getLong("incarnation"),
        row.getLong("sequence"),
        row.getString("boot_id"),
        ObservedPod.State.valueOf(row.getString("state")),
        row.getString("reason"),
        json.readValue(row.getString("tasks"), TASKS),
        Arrays.asList((Integer[]) row.getArray("taken_ports").getArray()),
        row.getLong("revision"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("removed"),
        presence(row));
  }

  private static AgentPresence presence(ResultSet row) throws SQLException {
    @Nullable OffsetDateTime since = row.getObject("connection_since", OffsetDateTime.class);
    return new AgentPresence(
        switch (row.getString("agent_state")) {
          case "DEAD" -> AgentPresence.State.DEAD;
          case "ON_HOLD" -> AgentPresence.State.ON_HOLD;
          default ->
              row.getBoolean("connected")
                  ? AgentPresence.State.CONNECTED
                  : AgentPresence.State.UNREACHABLE;
        },
        since == null ? null : since.toInstant());
  }
}
