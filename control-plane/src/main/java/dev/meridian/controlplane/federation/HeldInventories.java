package dev.meridian.controlplane.federation;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What nodes on hold have, beside what this database knows. */
@Component
class HeldInventories {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Nodes nodes;
  private final Tenants tenants;
  private final JsonMapper json;

  HeldInventories(Scopes scopes, JdbcClient jdbc, Nodes nodes, Tenants tenants, JsonMapper json) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.nodes = nodes;
    this.tenants = tenants;
    this.json = json;
  }

  NodeInventory of(UUID nodeId) {
    NodeView node = nodes.get(nodeId);
    return scopes.asSystem(
        SystemJob.REGION_ADMINISTRATION,
        () ->
            jdbc.sql(
                    "select inventory from agent_hold where agent_id = ? and inventory is not null")
                .param(node.agentId())
                .query(String.class)
                .optional()
                .map(stored -> read(node, json.readTree(stored)))
                .orElseGet(() -> new NodeInventory(false, List.of(), List.of())));
  }

  private NodeInventory read(NodeView node, JsonNode stored) {
    List<JsonNode> pods = items(stored, "pods");
    List<JsonNode> volumes = items(stored, "volumes");
    Map<String, String> paths = paths(pods, volumes);
    Set<UUID> ordered = these("select pod_id from desired_pod where agent_id = ?", node.agentId());
    Set<UUID> kept =
        these("select id from volume where node_id = ? and state <> 'DESTROYED'", node.id());
    return new NodeInventory(
        true,
        pods.stream()
            .map(
                pod ->
                    new NodeInventory.Pod(
                        id(pod, "podId"),
                        paths.getOrDefault(text(pod, "tenantId"), text(pod, "tenantId")),
                        text(pod, "instance"),
                        text(pod, "pod"),
                        pod.path("incarnation").asLong(),
                        text(pod, "state"),
                        ordered.contains(id(pod, "podId"))))
            .toList(),
        volumes.stream()
            .map(
                volume ->
                    new NodeInventory.Volume(
                        id(volume, "volumeId"),
                        paths.getOrDefault(text(volume, "tenantId"), text(volume, "tenantId")),
                        text(volume, "pod"),
                        volume.path("usedBytes").asLong(),
                        kept.contains(id(volume, "volumeId"))))
            .toList());
  }

  private static List<JsonNode> items(JsonNode stored, String member) {
    return stored.path(member).values().stream().toList();
  }

  private static String text(JsonNode thing, String member) {
    return thing.path(member).asString("");
  }

  private static UUID id(JsonNode thing, String member) {
    return UUID.fromString(text(thing, member));
  }

  private Set<UUID> these(String sql, UUID of) {
    return new HashSet<>(jdbc.sql(sql).param(of).query(UUID.class).list());
  }

  /** Paths of the tenants that this database knows of those that the agent named, by id. */
  private Map<String, String> paths(List<JsonNode> pods, List<JsonNode> volumes) {
    Set<String> named =
        Stream.concat(pods.stream(), volumes.stream())
            .map(thing -> text(thing, "tenantId"))
            .collect(Collectors.toSet());
    // What an agent says is no more than a claim: only an id is looked up.
    Set<UUID> ids = new HashSet<>();
    for (String text : named) {
      try {
        ids.add(UUID.fromString(text));
      } catch (IllegalArgumentException noId) {
        // Shown as it was said.
      }
    }
    Map<String, String> paths = new HashMap<>();
    tenants.find(ids).forEach((id, tenant) -> paths.put(id.toString(), tenant.path()));
    return paths;
  }
}
