package dev.meridian.controlplane.federation;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How agents are named to people: by the node that they run. */
@Component
public class AgentNames {
  private final JdbcClient jdbc;
  private final Scopes scopes;

  AgentNames(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /** {@code region/node}; the agent's id where it runs no node, or several. */
  public String of(UUID agent) {
    List<String> nodes =
        scopes.asSystemApart(
            SystemJob.FEDERATION,
            () ->
                jdbc.sql(
                        """
                        select r.name || '/' || n.name from node n
                        join region r on r.id = n.region_id where n.agent_id = ?
                        """)
                    .param(agent)
                    .query(String.class)
                    .list());
    return nodes.size() == 1 ? nodes.getFirst() : agent.toString();
  }
}
