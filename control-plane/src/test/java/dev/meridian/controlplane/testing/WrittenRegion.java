package dev.meridian.controlplane.testing;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import java.util.UUID;

/** A region whose rows a test wrote: no agent speaks for its nodes. */
public final class WrittenRegion {
  private final RunningControlPlane server;
  private final String name = "r-" + Ids.next().toString().substring(24);
  private final UUID id = Ids.next();

  /** Written into a network of its own. */
  public WrittenRegion(RunningControlPlane server) {
    this.server = server;
    write("insert into network values (?, ?)", id, name);
    write("insert into region values (?, ?, '', 'on-prem', ?, now())", id, name, id);
  }

  public String name() {
    return name;
  }

  /** A node with four cores and the ports 20000 to 20009 at 127.0.0.1. */
  public UUID node(String nodeName, boolean connected, long memoryBytes, long diskBytes) {
    UUID agent = Ids.next();
    write(
        """
        insert into agent (id, region_id, public_key, history_epoch, connected, joined_at)
        values (?, ?, uuid_send(?), ?, ?, now())
        """,
        agent,
        id,
        agent,
        agent,
        connected);
    UUID node = Ids.next();
    write(
        """
        insert into node (id, region_id, agent_id, name, zone, runtime, address,
          advertised_address, cpu_millis, memory_bytes, disk_bytes, port_begin, port_end, joined_at)
        values (?, ?, ?, ?, 'a', 'process', '127.0.0.1', '203.0.113.7', 4000, ?, ?, 20000, 20009,
          now())
        """,
        node,
        id,
        agent,
        nodeName,
        memoryBytes,
        diskBytes);
    return node;
  }

  private void write(String sql, Object... parameters) {
    server.rows(SystemJob.MAINTENANCE, jdbc -> jdbc.sql(sql).params(parameters).update());
  }
}
