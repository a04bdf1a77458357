package dev.meridian.controlplane.federation.link;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.meridian.protocol.v1.DestroyVolume;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads orders in the order of their revisions. An agent's row is locked from the moment at which a
 * transaction takes a revision until it commits, so whoever sees revision n sees all before it.
 */
@Component
class OrderFeed {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final OrderSecrets secrets;

  OrderFeed(Scopes scopes, JdbcClient jdbc, OrderSecrets secrets) {
    this.scopes = scopes;
    this.secrets = secrets;
    this.jdbc = jdbc;
  }

  /**
   * What is to be sent next.
   *
   * @param counter the agent's counter, read before the orders: all orders up to it were seen
   */
  record Outstanding(long counter, List<Order> orders) {}

  /**
   * Orders above a revision, lowest first.
   *
   * @param endingOnly only removals: a node that was declared dead starts nothing any more
   */
  Outstanding after(UUID agent, long revision, int atMost, UUID epoch, boolean endingOnly) {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          long counter =
              jdbc.sql("select revision from agent where id = ?")
                  .param(agent)
                  .query(Long.class)
                  .single();
          return new Outstanding(counter, read(agent, revision, atMost, epoch, endingOnly));
        });
  }

  private List<Order> read(UUID agent, long revision, int atMost, UUID epoch, boolean endingOnly) {
    return jdbc.sql(
            """
            select kind, revision, body, volume_id, reason, tenant_id, secrets from (
              select d.kind, d.revision, d.body, null::uuid as volume_id, '' as reason,
                d.tenant_id, d.secrets
              from desired_pod d
              where d.agent_id = :agent and d.revision > :revision
                and (d.kind = 'REMOVE' or not :endingOnly)
              union all
              select 'DESTROY', v.revision, null, v.volume_id, v.reason, v.tenant_id,
                '[]'::jsonb
              from volume_order v
              where v.agent_id = :agent and v.revision > :revision and v.done_at is null
            ) o order by revision limit :atMost
            """)
        .param("agent", agent)
        .param("revision", revision)
        .param("endingOnly", endingOnly)
        .param("atMost", atMost)
        .query((row, n) -> order(row, epoch))
        .list();
  }

  private Order order(ResultSet row, UUID epoch) throws SQLException {
    Order.Builder order =
        Order.newBuilder().setRevision(row.getLong("revision")).setHistoryEpoch(epoch.toString());
    try {
      switch (row.getString("kind")) {
        case "RUN" ->
            order.setRunPod(
                secrets.addTo(
                    RunPod.parseFrom(row.getBytes("body")),
                    row.getObject("tenant_id", UUID.class),
                    row.getString("secrets")));
        case "REMOVE" -> order.setRemovePod(RemovePod.parseFrom(row.getBytes("body")));
        case "DESTROY" ->
            order.setDestroyVolume(
                DestroyVolume.newBuilder()
                    .setVolumeId(row.getString("volume_id"))
                    .setReason(row.getString("reason")));
        default ->
            throw new IllegalStateException(
                "Order of kind " + row.getString("kind") + " at revision " + order.getRevision());
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "The stored order at revision " + order.getRevision() + " cannot be read.", e);
    }
    return order.build();
  }
}
