package dev.meridian.controlplane.federation;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.protocol.v1.RunPod;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says every order to an agent again that this database knows, above all revisions that the agent
 * has seen; in the caller's transaction. A pod that the agent runs in a higher incarnation than the
 * database knows keeps that incarnation, so that resuming restarts nothing, and a volume that the
 * agent has is never to be created again.
 */
@Component
class Restatement {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Restatement(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  private record Inventory(Map<UUID, Long> incarnations, Set<UUID> volumes) {}

  void resume(UUID agentId, String actor, OffsetDateTime now) {
    long revision =
        jdbc.sql("select revision from agent where id = ? and state = 'ON_HOLD' for update")
            .param(agentId)
            .query(Long.class)
            .optional()
            .orElseThrow(
                () -> new ProblemException(ProblemType.CONFLICT, "The node is not on hold."));
    Inventory inventory = inventory(agentId);
    for (Desired desired : desired(agentId)) {
      revision++;
      restate(agentId, desired, revision, inventory);
    }
    for (UUID volume : volumeOrders(agentId)) {
      revision++;
      jdbc.sql("update volume_order set revision = ? where agent_id = ? and volume_id = ?")
          .params(revision, agentId, volume)
          .update();
    }
    jdbc.sql(
            """
            update agent set state = 'JOINED', revision = :revision,
              history_epoch = (select epoch from history_epoch) where id = :agent
            """)
        .param("revision", revision)
        .param("agent", agentId)
        .update();
    jdbc.sql(
            """
            update agent_hold set resumed_at = :now, resumed_by = :actor,
              resumed_epoch = (select epoch from history_epoch) where agent_id = :agent
            """)
        .param("now", now)
        .param("actor", actor)
        .param("agent", agentId)
        .update();
  }

  private record Desired(UUID podId, long incarnation, UUID tenantId, String kind, byte[] body) {}

  private List<Desired> desired(UUID agentId) {
    return jdbc.sql(
            """
            select pod_id, incarnation, tenant_id, kind, body from desired_pod
            where agent_id = ? order by revision
            """)
        .param(agentId)
        .query(
            (row, n) ->
                new Desired(
                    row.getObject(1, UUID.class),
                    row.getLong(2),
                    row.getObject(3, UUID.class),
                    row.getString(4),
                    row.getBytes(5)))
        .list();
  }

  private List<UUID> volumeOrders(UUID agentId) {
    return jdbc.sql(
            """
            select volume_id from volume_order
            where agent_id = ? and done_at is null order by revision
            """)
        .param(agentId)
        .query(UUID.class)
        .list();
  }

  private void restate(UUID agentId, Desired desired, long revision, Inventory inventory) {
    if (!desired.kind().equals("RUN")) {
      jdbc.sql(
              """
              update desired_pod set revision = ?
              where agent_id = ? and pod_id = ? and incarnation = ?
              """)
          .params(revision, agentId, desired.podId(), desired.incarnation())
          .update();
      return;
    }
    long incarnation =
        Math.max(desired.incarnation(), inventory.incarnations().getOrDefault(desired.podId(), 0L));
    jdbc.sql(
            """
            update desired_pod set revision = ?, incarnation = ?, body = ?
            where agent_id = ? and pod_id = ? and incarnation = ?
            """)
        .params(
            revision,
            incarnation,
            adopted(desired, incarnation, inventory.volumes()),
            agentId,
            desired.podId(),
            desired.incarnation())
        .update();
    if (incarnation > desired.incarnation()) {
      jdbc.sql(
              """
              update pod set incarnation = ?
              where tenant_id = ? and id = ? and incarnation = ?
              """)
          .params(incarnation, desired.tenantId(), desired.podId(), desired.incarnation())
          .update();
    }
  }

  private static byte[] adopted(Desired desired, long incarnation, Set<UUID> volumes) {
    try {
      RunPod.Builder order = RunPod.parseFrom(desired.body()).toBuilder();
      order.setIncarnation(incarnation);
      order
          .getVolumesBuilderList()
          .forEach(
              volume -> {
                if (volumes.contains(UUID.fromString(volume.getVolumeId()))) {
                  volume.setCreate(false);
                }
              });
      return order.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "The stored order of pod " + desired.podId() + " cannot be read.", e);
    }
  }

  private Inventory inventory(UUID agentId) {
    @Nullable String stored =
        jdbc.sql("select inventory from agent_hold where agent_id = ? and inventory is not null")
            .param(agentId)
            .query(String.class)
            .optional()
            .orElse(null);
    if (stored == null) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The agent has not listed yet what it has; wait until it is connected, look at its inventory, then resume.");
    }
    JsonNode root = json.readTree(stored);
    Map<UUID, Long> incarnations = new HashMap<>();
    for (JsonNode pod : root.path("pods")) {
      incarnations.merge(
          UUID.fromString(pod.path("podId").asString()),
          pod.path("incarnation").asLong(),
          Math::max);
    }
    Set<UUID> volumes = new HashSet<>();
    for (JsonNode volume : root.path("volumes")) {
      volumes.add(UUID.fromString(volume.path("volumeId").asString()));
    }
    return new Inventory(incarnations, volumes);
  }
}
