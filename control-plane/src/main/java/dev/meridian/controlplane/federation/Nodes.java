package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Nodes as they stand. Asks nobody for permission. */
@Component
public class Nodes {
  private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};
  private static final TypeReference<List<NodeView.JavaHome>> JAVA_HOMES = new TypeReference<>() {};
  private static final TypeReference<List<String>> LINES = new TypeReference<>() {};

  private static final String SELECT =
      """
      select n.*, r.name as region, a.state as agent_state, a.connected, a.connection_since,
             a.last_seen_at, a.agent_version, a.declared_dead_at, a.declared_dead_by,
             h.reason as hold_reason, h.since as hold_since, h.inventory_at,
             coalesce(s.cpu, 0) as used_cpu, coalesce(s.memory, 0) as used_memory,
             coalesce(s.disk, 0) as used_disk, coalesce(s.pods, 0) as used_pods
      from node n join region r on r.id = n.region_id join agent a on a.id = n.agent_id
      left join agent_hold h on h.agent_id = a.id and a.state = 'ON_HOLD'
      left join lateral (select sum(cpu_millis) as cpu, sum(memory_bytes) as memory,
                                sum(disk_bytes) as disk, count(*) as pods
                         from reservation where node_id = n.id) s on true
      """;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final AgentStreams streams;
  private final Tenants tenants;

  Nodes(Scopes scopes, JdbcClient jdbc, JsonMapper json, AgentStreams streams, Tenants tenants) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.streams = streams;
    this.tenants = tenants;
  }

  /**
   * Nodes by region and name.
   *
   * @param region null: all
   * @param state null: all
   * @param after region and name of the last node of the page before; null: from the first
   */
  public List<NodeView> list(
      @Nullable String region,
      NodeView.@Nullable State state,
      @Nullable List<String> after,
      int atMost) {
    return system(
        () ->
            jdbc.sql(
                    SELECT
                        + """
                        where n.removed_at is null
                          and (cast(:region as text) is null or r.name = :region)
                          and (cast(:state as text) is null or :state = case
                            when a.state in ('ON_HOLD', 'DEAD') then a.state
                            when not a.connected then 'UNREACHABLE'
                            else 'READY' end)
                          and (cast(:afterRegion as text) is null
                               or (r.name, n.name) > (:afterRegion, :afterName))
                        order by r.name, n.name limit :atMost
                        """)
                .param("region", region)
                .param("state", state == null ? null : state.name())
                .param("afterRegion", after == null ? null : after.get(0))
                .param("afterName", after == null ? null : after.get(1))
                .param("atMost", atMost)
                .query((row, n) -> node(row))
                .list());
  }

  /** The node; empty when there is none of this id. */
  public Optional<NodeView> find(UUID id) {
    return system(
        () ->
            jdbc.sql(SELECT + "where n.id = ? and n.removed_at is null")
                .param(id)
                .query((row, n) -> node(row))
                .optional());
  }

  /** The node of this id, or the problem that there is none. */
  NodeView get(UUID id) {
    return find(id).orElseThrow(() -> ProblemException.notFound("node", id.toString()));
  }

  /** Pods that hold a reservation on the node, by id. */
  List<NodePod> pods(UUID node, @Nullable UUID after, int atMost) {
    record Row(NodePod pod, UUID tenant) {}
    List<Row> rows =
        system(
            () ->
                jdbc.sql(
                        """
                        select r.pod_id, p.name as pod, i.name as instance, r.tenant_id,
                               r.cpu_millis, r.memory_bytes, p.state
                        from reservation r
                        join pod p on p.tenant_id = r.tenant_id and p.id = r.pod_id
                        join instance i on i.tenant_id = p.tenant_id and i.id = p.instance_id
                        where r.node_id = :node
                          and (cast(:after as uuid) is null or r.pod_id > cast(:after as uuid))
                        order by r.pod_id limit :atMost
                        """)
                    .param("node", node)
                    .param("after", after == null ? null : after.toString())
                    .param("atMost", atMost)
                    .query(
                        (row, n) ->
                            new Row(
                                new NodePod(
                                    row.getObject("pod_id", UUID.class),
                                    row.getString("pod"),
                                    row.getString("instance"),
                                    "",
                                    AmountsView.of(row.getLong("cpu_millis"), 0, 0).cpus(),
                                    row.getLong("memory_bytes"),
                                    row.getString("state")),
                                row.getObject("tenant_id", UUID.class)))
                    .list());
    Map<UUID, TenantRef> refs =
        tenants.find(rows.stream().map(Row::tenant).collect(Collectors.toSet()));
    return rows.stream()
        .map(
            row ->
                new NodePod(
                    row.pod().podId(),
                    row.pod().pod(),
                    row.pod().instance(),
                    Objects.requireNonNull(refs.get(row.tenant())).path(),
                    row.pod().cpus(),
                    row.pod().memoryBytes(),
                    row.pod().state()))
        .toList();
  }

  private NodeView node(ResultSet row) throws SQLException {
    UUID agent = row.getObject("agent_id", UUID.class);
    Instant stored = instant(row, "last_seen_at");
    Instant seen = streams.lastHeard(agent).orElse(stored);
    Standing standing = Standing.of(row, seen);
    return new NodeView(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("region"),
        row.getString("zone"),
        agent,
        row.getString("runtime"),
        row.getString("isolation"),
        standing.state(),
        standing.reason(),
        row.getString("address"),
        row.getString("advertised_address"),
        AmountsView.of(
            row.getLong("cpu_millis"), row.getLong("memory_bytes"), row.getLong("disk_bytes")),
        AmountsView.of(
            row.getLong("used_cpu"), row.getLong("used_memory"), row.getLong("used_disk")),
        row.getObject("disk_free_bytes", Long.class),
        row.getLong("used_pods"),
        new NodeView.Ports(row.getInt("port_begin"), row.getInt("port_end")),
        json.readValue(row.getString("attributes"), ATTRIBUTES),
        json.readValue(row.getString("java_homes"), JAVA_HOMES),
        json.readValue(row.getString("not_enforced"), LINES),
        row.getString("agent_version"),
        seen,
        row.getObject("joined_at", OffsetDateTime.class).toInstant());
  }

  private record Standing(NodeView.State state, String reason) {
    static Standing of(ResultSet row, @Nullable Instant seen) throws SQLException {
      Instant since = instant(row, "connection_since");
      return switch (row.getString("agent_state")) {
        case "DEAD" ->
            new Standing(
                NodeView.State.DEAD,
                "Declared dead by %s at %s: its pods may be replaced, and it starts nothing any more."
                    .formatted(
                        row.getString("declared_dead_by"), instant(row, "declared_dead_at")));
        case "ON_HOLD" ->
            new Standing(
                NodeView.State.ON_HOLD,
                "On hold since %s: %s%s"
                    .formatted(
                        instant(row, "hold_since"),
                        row.getString("hold_reason"),
                        row.getObject("inventory_at") == null
                            ? " It has not listed what it has yet."
                            : ""));
        default ->
            row.getBoolean("connected")
                ? new Standing(NodeView.State.READY, "Connected since %s.".formatted(since))
                : new Standing(
                    NodeView.State.UNREACHABLE,
                    seen == null
                        ? "Joined and not connected yet."
                        : "Its agent is not connected since %s; what runs there goes on."
                            .formatted(since == null ? seen : since));
      };
    }
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private <T> T system(java.util.function.Supplier<T> work) {
    return scopes.asSystem(SystemJob.REGION_ADMINISTRATION, work);
  }
}
