package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.instances.Footprints;
import dev.meridian.controlplane.instances.Pin;
import dev.meridian.controlplane.placement.PlacementAsk;
import dev.meridian.controlplane.placement.PlacementPolicy;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.controlplane.placement.PodAsk;
import dev.meridian.spec.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Asks placement for the whole footprint of an instance. */
@Component
class PlacementAsks {
  private final PlacementRequests placement;
  private final VolumeRows volumes;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  PlacementAsks(PlacementRequests placement, VolumeRows volumes, JdbcClient jdbc, JsonMapper json) {
    this.placement = placement;
    this.volumes = volumes;
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * @param reReserve pods whose ports must be others than those that strangers hold
   */
  void ask(UUID tenant, World world, List<Pod> pods, PackageVersion source, Set<UUID> reReserve) {
    record Stored(PlacementPolicy policy, boolean allowWaiting) {}
    UUID instance = world.instance().id();
    Stored stored =
        jdbc.sql(
                """
                select placement, coalesce((select (payload ->> 'allowWaiting')::boolean from intent
                  where tenant_id = i.tenant_id and instance_id = i.id and kind = 'INSTALL'
                  order by asked_at limit 1), false)
                from instance i where tenant_id = ? and id = ?
                """)
            .params(tenant, instance)
            .query(
                (row, n) ->
                    new Stored(
                        json.readValue(row.getString(1), PlacementPolicy.class), row.getBoolean(2)))
            .single();
    Map<String, List<Pin.Existing>> existing = volumes.ofPods(tenant, instance);
    List<PodAsk> wanted = new ArrayList<>();
    for (Pod pod : pods) {
      PodSpec spec = world.podSpec(pod, world.instance().target());
      if (pod.state() != Pod.State.REMOVED && spec != null) {
        Pin pin = Pin.to(existing.getOrDefault(pod.name(), List.of()), spec);
        Place place = world.places().get(pod.id());
        wanted.add(
            Footprints.ask(
                pod.id(),
                spec,
                pod.index(),
                source.definition().needs(),
                place == null ? pin : pin.at(place.node())));
      }
    }
    placement.ask(
        tenant,
        instance,
        new PlacementAsk(stored.policy(), wanted, reReserve, stored.allowWaiting()));
  }
}
