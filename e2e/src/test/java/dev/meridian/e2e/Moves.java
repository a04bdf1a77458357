package dev.meridian.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Moves a pod between nodes as a replica of the control plane would: it writes the tombstone of the
 * one agent and the order of the other in one transaction, with the rules of the schema
 * (federation's {@code Orders}). There is no verb for it in the API yet.
 */
final class Moves {
  private final OutsideDatabase database;

  Moves(OutsideDatabase database) {
    this.database = database;
  }

  /**
   * @param from the agent that has the pod with the incarnation below
   * @param incarnation that the pod has on its new node
   */
  void move(UUID pod, UUID from, UUID to, long incarnation) {
    try (Connection open = database.connect()) {
      open.setAutoCommit(false);
      // Agents are locked in the order of their ids.
      Sql.rows(open, "select id from agent where id in (?, ?) order by id for update", from, to);
      RunPod before = order(open, pod, from);
      RunPod order = before.toBuilder().setIncarnation(incarnation).build();
      tombstone(open, pod, from, before.getIncarnation());
      write(open, pod, to, incarnation, "RUN", order.toByteArray());
      Sql.change(
          open,
          "update desired_pod set digests = (select array_agg(digest) from artifact) where agent_id = ? and kind = 'RUN'",
          to);
      Sql.change(open, "update pod set incarnation = ? where id = ?", incarnation, pod);
      Sql.rows(open, "select pg_notify('meridian_orders', 'a test')::text");
      open.commit();
    } catch (SQLException | InvalidProtocolBufferException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static RunPod order(Connection open, UUID pod, UUID agent)
      throws SQLException, InvalidProtocolBufferException {
    return RunPod.parseFrom(
        Sql.bytes(
            open,
            "select body from desired_pod where agent_id = ? and pod_id = ? and kind = 'RUN'",
            agent,
            pod));
  }

  private static void tombstone(Connection open, UUID pod, UUID agent, long incarnation)
      throws SQLException {
    RemovePod body =
        RemovePod.newBuilder()
            .setPodId(pod.toString())
            .setIncarnation(incarnation)
            .setReason("moved")
            .build();
    // What is ordered next is copied from it.
    write(open, pod, agent, incarnation, "REMOVE", body.toByteArray());
  }

  private static void write(
      Connection open, UUID pod, UUID agent, long incarnation, String kind, byte[] body)
      throws SQLException {
    Object revision =
        Long.valueOf(
            Sql.rows(
                    open,
                    "update agent set revision = revision + 1 where id = ? returning revision",
                    agent)
                .getFirst());
    // The tenant and instance are those of the pod.
    Sql.change(
        open,
        "delete from desired_pod where agent_id = ? and pod_id = ? and incarnation <= ? and kind = 'RUN'",
        agent,
        pod,
        incarnation);
    Sql.change(
        open,
        """
        insert into desired_pod (agent_id, pod_id, incarnation, tenant_id, instance_id, kind,
          revision, body, ordered_at)
        select ?, id, ?, tenant_id, instance_id, ?, ?, ?, now() from pod where id = ?
        """,
        agent,
        incarnation,
        kind,
        revision,
        body,
        pod);
  }
}
