package dev.meridian.controlplane.matrix;

import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What belongs to no tenant: a region with a node that has room for nothing, and an artifact. */
final class PlatformThings {
  private final String region = "region-" + fresh();
  private final String artifact = digest();
  private final UUID node = Ids.next();

  PlatformThings(RunningControlPlane server) {
    JdbcClient jdbc = server.get(JdbcClient.class);
    server
        .get(Scopes.class)
        .asSystem(
            SystemJob.MAINTENANCE,
            () -> {
              UUID id = Ids.next();
              UUID agent = Ids.next();
              jdbc.sql("insert into network values (?, ?)").params(id, region).update();
              jdbc.sql("insert into region values (?, ?, '', 'on-prem', ?, now())")
                  .params(id, region, id)
                  .update();
              jdbc.sql(
                      """
                      insert into agent (id, region_id, public_key, history_epoch, joined_at)
                      values (?, ?, uuid_send(?), ?, now())
                      """)
                  .params(agent, id, agent, agent)
                  .update();
              jdbc.sql(
                      """
                      insert into node (id, region_id, agent_id, name, zone, runtime, address,
                        advertised_address, cpu_millis, memory_bytes, disk_bytes, port_begin,
                        port_end, joined_at)
                      values (?, ?, ?, 'full', 'a', 'process', '127.0.0.1', '127.0.0.1', 0, 0, 0,
                        20000, 20009, now())
                      """)
                  .params(node, id, agent)
                  .update();
              jdbc.sql("insert into artifact values (?, 0, now())").param(artifact).update();
            });
  }

  String region() {
    return region;
  }

  String artifact() {
    return artifact;
  }

  String node() {
    return node.toString();
  }

  /** A name that nobody has. */
  static String fresh() {
    return Ids.next().toString().replace("-", "").substring(16);
  }

  static String digest() {
    return fresh().repeat(4);
  }
}
