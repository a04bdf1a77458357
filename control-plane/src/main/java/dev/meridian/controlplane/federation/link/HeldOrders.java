package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkQueue;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Orders that cannot be sent now. People read why at the pod; the others are sent before them.
 * Joins the running scope.
 */
@Component
class HeldOrders {
  private static final Logger log = LoggerFactory.getLogger(HeldOrders.class);

  private final JdbcClient jdbc;
  private final WorkQueue work;

  HeldOrders(JdbcClient jdbc, WorkQueue work) {
    this.jdbc = jdbc;
    this.work = work;
  }

  /** An order to run a pod, by its row. */
  record Key(UUID agent, long revision, UUID tenant, UUID instance, UUID pod) {}

  /** Tells why an order waits. */
  void hold(Key order, OrderHeldException why) {
    if (explain(order, String.valueOf(why.getMessage()))) {
      log.warn(
          "The order of pod {} to agent {} waits: {}",
          order.pod(),
          order.agent(),
          String.valueOf(why.getCause()));
    }
  }

  /** Nothing is in an order's way any more. */
  void release(Key order) {
    explain(order, "");
  }

  private boolean explain(Key order, String reason) {
    int changed =
        jdbc.sql(
                """
                update desired_pod set held_reason = :reason
                where agent_id = :agent and revision = :revision and kind = 'RUN'
                  and held_reason <> :reason
                """)
            .param("reason", reason)
            .param("agent", order.agent())
            .param("revision", order.revision())
            .update();
    if (changed > 0) {
      work.enqueue(Lane.STATUS, "instance", order.tenant(), order.instance());
    }
    return changed > 0;
  }

  /**
   * Gives orders the agent's next revisions, so that others can be sent before them: an agent that
   * has taken a revision is never sent a lower one. Locks the agent's row until the commit.
   */
  void putBehind(List<Key> orders) {
    for (Key order : orders) {
      jdbc.sql(
              """
              with next as (
                update agent set revision = revision + 1 where id = :agent returning revision)
              update desired_pod d set revision = next.revision from next
              where d.agent_id = :agent and d.revision = :revision and d.kind = 'RUN'
              """)
          .param("agent", order.agent())
          .param("revision", order.revision())
          .update();
    }
  }
}
