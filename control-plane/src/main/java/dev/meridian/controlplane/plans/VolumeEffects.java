package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.Orders;
import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Claim;
import dev.meridian.tenancy.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps, restores and destroys the volumes of an instance, in the transaction that stores the
 * outcome. A volume counts under the claim of the instance that uses it, and kept under one of its
 * own: it is passed from one to the other and never counts twice or not at all.
 */
@Component
class VolumeEffects {
  /** How long volumes of an uninstalled instance are kept. */
  static final Duration RETENTION = Duration.ofDays(7);

  private final VolumeRows rows;
  private final Quotas quotas;
  private final Orders orders;
  private final JdbcClient jdbc;

  VolumeEffects(VolumeRows rows, Quotas quotas, Orders orders, JdbcClient jdbc) {
    this.rows = rows;
    this.quotas = quotas;
    this.orders = orders;
    this.jdbc = jdbc;
  }

  /**
   * Those that the instance was promised and never had stay kept, from now on as long as others.
   */
  void keep(World world, String packageName, Set<UUID> kept, Instant now) {
    UUID tenant = world.instance().tenant();
    Instant until = now.plus(RETENTION);
    for (World.Volume volume : these(world, kept)) {
      if (neverMade(tenant, volume)) {
        rows.neverMade(tenant, volume.id());
      } else if (volume.state() == World.Volume.State.KEPT) {
        rows.keepLonger(tenant, volume.id(), until);
      } else {
        rows.keep(tenant, volume.id(), now, until);
        quotas.pass(
            tenant, world.instance().id(), volume.id(), claim(packageName, volume.sizeBytes()));
      }
    }
  }

  /** Kept volumes that the instance was promised become those of its pods. */
  void restore(World world, String packageName, Set<UUID> kept, Instant now) {
    UUID tenant = world.instance().tenant();
    UUID instance = world.instance().id();
    for (World.Volume volume : these(world, kept)) {
      if (rows.restore(tenant, instance, volume.id(), now)) {
        quotas.pass(tenant, volume.id(), instance, claim(packageName, volume.sizeBytes()));
      }
    }
  }

  void destroy(World world, Set<UUID> gone) {
    UUID tenant = world.instance().tenant();
    for (World.Volume volume : these(world, gone)) {
      if (!ordered(tenant, volume.id())) {
        rows.neverMade(tenant, volume.id());
        continue;
      }
      rows.destroying(tenant, volume.id(), "waits for its node to destroy it");
      orders.destroyVolume(
          tenant,
          agentOf(volume.node()),
          volume.id(),
          "instance " + world.instance().name() + " was uninstalled with its data");
    }
  }

  private static List<World.Volume> these(World world, Set<UUID> ids) {
    return world.volumes().stream().filter(volume -> ids.contains(volume.id())).toList();
  }

  private static Claim claim(String packageName, long sizeBytes) {
    return Claim.ofPackage(packageName, Amounts.ofVolumes(1, sizeBytes));
  }

  private boolean neverMade(UUID tenant, World.Volume volume) {
    return volume.state() == World.Volume.State.PENDING && !ordered(tenant, volume.id());
  }

  private boolean ordered(UUID tenant, UUID volume) {
    return jdbc.sql("select ordered from volume where tenant_id = ? and id = ?")
        .params(tenant, volume)
        .query(Boolean.class)
        .single();
  }

  private UUID agentOf(UUID node) {
    return jdbc.sql("select agent_id from node where id = ?")
        .param(node)
        .query(UUID.class)
        .single();
  }
}
