package dev.meridian.controlplane.federation.link;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.meridian.protocol.v1.DestroyVolume;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
  private final HeldOrders heldOrders;

  OrderFeed(Scopes scopes, JdbcClient jdbc, OrderSecrets secrets, HeldOrders heldOrders) {
    this.scopes = scopes;
    this.secrets = secrets;
    this.jdbc = jdbc;
    this.heldOrders = heldOrders;
  }

  /**
   * What is to be sent next.
   *
   * @param counter the agent's counter, read before the orders: all orders up to it were seen
   * @param last there are no more behind these
   * @param held there are others that cannot be sent now; look again soon
   */
  record Outstanding(long counter, List<Order> orders, boolean last, boolean held) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      HeldOrders.Key key,
      String kind,
      byte @Nullable [] body,
      @Nullable String volume,
      String reason,
      String secrets,
      String heldReason) {}

  /**
   * Orders above a revision, lowest first. Those that cannot be sent now are left out and keep
   * nobody waiting: when others are sent that were ordered later, they get revisions above those.
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
          List<Order> orders = new ArrayList<>();
          List<HeldOrders.Key> held = new ArrayList<>();
          long looked = revision;
          List<Row> rows;
          do {
            rows = read(agent, looked, atMost, endingOnly);
            for (Row row : rows) {
              looked = row.key().revision();
              order(row, epoch).ifPresentOrElse(orders::add, () -> held.add(row.key()));
            }
          } while (orders.isEmpty() && rows.size() == atMost);
          if (!held.isEmpty() && !orders.isEmpty()) {
            long sent = orders.getLast().getRevision();
            heldOrders.putBehind(held.stream().filter(h -> h.revision() < sent).toList());
          }
          return new Outstanding(counter, orders, rows.size() < atMost, !held.isEmpty());
        });
  }

  private List<Row> read(UUID agent, long revision, int atMost, boolean endingOnly) {
    return jdbc.sql(
            """
            select kind, revision, body, volume_id, reason, tenant_id, secrets, instance_id, pod_id,
              held_reason
            from (
              select d.kind, d.revision, d.body, null::uuid as volume_id, '' as reason,
                d.tenant_id, d.secrets, d.instance_id, d.pod_id, d.held_reason
              from desired_pod d
              where d.agent_id = :agent and d.revision > :revision
                and (d.kind = 'REMOVE' or not :endingOnly)
              union all
              select 'DESTROY', v.revision, null, v.volume_id, v.reason, v.tenant_id,
                '[]'::jsonb, null::uuid, null::uuid, ''
              from volume_order v
              where v.agent_id = :agent and v.revision > :revision and v.done_at is null
            ) o order by revision limit :atMost
            """)
        .param("agent", agent)
        .param("revision", revision)
        .param("endingOnly", endingOnly)
        .param("atMost", atMost)
        .query(
            (row, n) ->
                new Row(
                    new HeldOrders.Key(
                        agent,
                        row.getLong("revision"),
                        row.getObject("tenant_id", UUID.class),
                        row.getObject("instance_id", UUID.class),
                        row.getObject("pod_id", UUID.class)),
                    row.getString("kind"),
                    row.getBytes("body"),
                    row.getString("volume_id"),
                    row.getString("reason"),
                    row.getString("secrets"),
                    row.getString("held_reason")))
        .list();
  }

  /** The order as it is sent; empty when it cannot be now, which is told at the pod. */
  private Optional<Order> order(Row row, UUID epoch) {
    long revision = row.key().revision();
    Order.Builder order =
        Order.newBuilder().setRevision(revision).setHistoryEpoch(epoch.toString());
    try {
      switch (row.kind()) {
        case "RUN" -> {
          order.setRunPod(
              secrets.addTo(RunPod.parseFrom(row.body()), row.key().tenant(), row.secrets()));
          if (!row.heldReason().isEmpty()) {
            heldOrders.release(row.key());
          }
        }
        case "REMOVE" -> order.setRemovePod(RemovePod.parseFrom(row.body()));
        case "DESTROY" ->
            order.setDestroyVolume(
                DestroyVolume.newBuilder()
                    .setVolumeId(String.valueOf(row.volume()))
                    .setReason(row.reason()));
        default ->
            throw new IllegalStateException(
                "Order of kind " + row.kind() + " at revision " + revision);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "The stored order at revision " + revision + " cannot be read.", e);
    } catch (OrderHeldException e) {
      heldOrders.hold(row.key(), e);
      return Optional.empty();
    }
    return Optional.of(order.build());
  }
}
