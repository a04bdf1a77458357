package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells agents what to run, as part of the caller's transaction (inside {@code Scopes.inTenant}).
 * Each order takes the agent's next revision, which locks the agent's row until the commit: who
 * orders from several agents in one transaction goes through them in the order of their ids.
 */
@Component
public class Orders {
  /** Channel on which replicas hear that there are orders. */
  public static final String CHANNEL = "orders";

  private final JdbcClient jdbc;
  private final AgentStreams streams;
  private final Wakeups wakeups;
  private final JsonMapper json;
  private final InstantSource clock;

  Orders(
      JdbcClient jdbc,
      AgentStreams streams,
      Wakeups wakeups,
      JsonMapper json,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.streams = streams;
    this.wakeups = wakeups;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Orders a pod to run; takes the place of what was ordered for the same pod with this or a lower
   * incarnation, except for removals, which stay until they are done.
   *
   * @param digests what the agent may fetch for the pod
   * @param secrets what is added when the order is sent
   * @throws IllegalStateException when the agent was told a higher incarnation, or the removal of
   *     this one: incarnations only grow
   * @throws IllegalArgumentException when the order holds secrets: orders are stored in clear
   */
  public void run(
      UUID tenant,
      UUID instanceId,
      UUID agentId,
      RunPod order,
      Set<String> digests,
      List<SecretGrant> secrets) {
    if (order.getSecretFilesCount() > 0 || order.getSecretEnvironmentCount() > 0) {
      throw new IllegalArgumentException(
          "The order of pod " + order.getPod() + " holds secrets; they are added when it is sent.");
    }
    UUID pod = UUID.fromString(order.getPodId());
    if (isRemoved(agentId)) {
      throw new IllegalStateException(
          "Agent %s was removed with its node; pod %s needs another place."
              .formatted(agentId, order.getPod()));
    }
    long revision = nextRevision(agentId);
    requireNothingHigher(agentId, pod, order.getIncarnation());
    jdbc.sql(
            """
            delete from desired_pod
            where agent_id = ? and pod_id = ? and kind = 'RUN' and incarnation <= ?
            """)
        .params(agentId, pod, order.getIncarnation())
        .update();
    insert(
        agentId,
        pod,
        order.getIncarnation(),
        tenant,
        instanceId,
        "RUN",
        revision,
        order.toByteArray(),
        digests,
        secrets);
    wakeAfterCommit(agentId);
  }

  /**
   * Orders that a pod ends on an agent, with this incarnation and all lower ones. The order stays
   * until the agent says that it is done. Said twice, it is one order. An agent that was removed is
   * told nothing: what it had is given up.
   */
  public void remove(
      UUID tenant, UUID instanceId, UUID agentId, UUID podId, long incarnation, String reason) {
    if (isRemoved(agentId)) {
      return;
    }
    boolean ordered =
        jdbc.sql(
                """
                select exists (select from desired_pod where agent_id = ? and pod_id = ?
                               and kind = 'REMOVE' and incarnation >= ?)
                """)
            .params(agentId, podId, incarnation)
            .query(Boolean.class)
            .single();
    if (ordered) {
      return;
    }
    long revision = nextRevision(agentId);
    jdbc.sql("delete from desired_pod where agent_id = ? and pod_id = ? and incarnation <= ?")
        .params(agentId, podId, incarnation)
        .update();
    RemovePod order =
        RemovePod.newBuilder()
            .setPodId(podId.toString())
            .setIncarnation(incarnation)
            .setReason(reason)
            .build();
    insert(
        agentId,
        podId,
        incarnation,
        tenant,
        instanceId,
        "REMOVE",
        revision,
        order.toByteArray(),
        Set.of(),
        List.of());
    wakeAfterCommit(agentId);
  }

  /**
   * Orders that a volume is destroyed with its data. There is no way back. What an agent had that
   * was removed is given up already.
   */
  public void destroyVolume(UUID tenant, UUID agentId, UUID volumeId, String reason) {
    if (isRemoved(agentId)) {
      return;
    }
    boolean ordered =
        jdbc.sql("select exists (select from volume_order where agent_id = ? and volume_id = ?)")
            .params(agentId, volumeId)
            .query(Boolean.class)
            .single();
    if (ordered) {
      return;
    }
    jdbc.sql(
            """
            insert into volume_order (agent_id, volume_id, tenant_id, revision, reason, ordered_at)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(agentId, volumeId, tenant, nextRevision(agentId), reason, now())
        .update();
    wakeAfterCommit(agentId);
  }

  /** Locks the agent: what is answered holds until the end of the transaction. */
  private boolean isRemoved(UUID agentId) {
    return jdbc.sql("select state = 'REMOVED' from agent where id = ? for no key update")
        .param(agentId)
        .query(Boolean.class)
        .optional()
        .orElseThrow(() -> new IllegalArgumentException("There is no agent " + agentId));
  }

  private long nextRevision(UUID agentId) {
    return jdbc.sql("update agent set revision = revision + 1 where id = ? returning revision")
        .param(agentId)
        .query(Long.class)
        .optional()
        .orElseThrow(() -> new IllegalArgumentException("There is no agent " + agentId));
  }

  private void requireNothingHigher(UUID agentId, UUID pod, long incarnation) {
    boolean higher =
        jdbc.sql(
                """
                select exists (select from desired_pod where agent_id = ? and pod_id = ?
                               and (incarnation > ? or incarnation = ? and kind = 'REMOVE'))
                """)
            .params(agentId, pod, incarnation, incarnation)
            .query(Boolean.class)
            .single();
    if (higher) {
      throw new IllegalStateException(
          "Agent %s was told a higher incarnation of pod %s than %d, or its end; raise it."
              .formatted(agentId, pod, incarnation));
    }
  }

  private void insert(
      UUID agentId,
      UUID pod,
      long incarnation,
      UUID tenant,
      UUID instanceId,
      String kind,
      long revision,
      byte[] body,
      Set<String> digests,
      List<SecretGrant> secrets) {
    jdbc.sql(
            """
            insert into desired_pod (agent_id, pod_id, incarnation, tenant_id, instance_id, kind,
              revision, body, digests, secrets, ordered_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?)
            """)
        .params(
            agentId,
            pod,
            incarnation,
            tenant,
            instanceId,
            kind,
            revision,
            body,
            digests.stream().sorted().toArray(String[]::new),
            json.writeValueAsString(secrets),
            now())
        .update();
  }

  private void wakeAfterCommit(UUID agentId) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            streams.ordered(agentId);
          }
        });
    wakeups.notifyAfterCommit(CHANNEL);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
