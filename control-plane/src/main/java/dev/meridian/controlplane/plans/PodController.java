package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.Observations;
import dev.meridian.controlplane.federation.ObservedPod;
import dev.meridian.controlplane.instances.Instances;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pods of an instance over HTTP. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/instances/{name}/pods")
class PodController {
  private final PodRows rows;
  private final VolumeViews volumes;
  private final Observations observations;
  private final Instances instances;
  private final Permissions permissions;
  private final Scopes scopes;
  private final JdbcClient jdbc;

  PodController(
      PodRows rows,
      VolumeViews volumes,
      Observations observations,
      Instances instances,
      Permissions permissions,
      Scopes scopes,
      JdbcClient jdbc) {
    this.rows = rows;
    this.volumes = volumes;
    this.observations = observations;
    this.instances = instances;
    this.permissions = permissions;
    this.scopes = scopes;
    this.jdbc = jdbc;
  }

  @GetMapping
  Page<PodViews.PodView> list(@PathVariable String tenant, @PathVariable String name) {
    UUID tenantId = permissions.requireInstance(tenant, name, "instance:read");
    UUID instance = instances.require(tenantId, name);
    return new Page<>(scopes.inTenant(tenantId, () -> views(tenantId, instance)), null);
  }

  @GetMapping("/{pod}")
  PodViews.PodView show(
      @PathVariable String tenant, @PathVariable String name, @PathVariable String pod) {
    return list(tenant, name).items().stream()
        .filter(p -> p.name().equals(pod))
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("pod", pod));
  }

  private List<PodViews.PodView> views(UUID tenant, UUID instance) {
    Map<UUID, Place> places = rows.places(tenant, instance);
    Map<String, ObservedPod> observed = new HashMap<>();
    observations
        .of(tenant, instance)
        .forEach(o -> observed.put(o.podId() + "/" + o.incarnation(), o));
    List<PodViews.VolumeView> all = volumes.ofInstance(tenant, instance);
    Map<UUID, PodViews.Resources> reserved = reserved(tenant, instance);
    return rows.of(tenant, instance).stream()
        .filter(p -> p.state() != Pod.State.REMOVED)
        .map(
            p ->
                view(
                    p,
                    places.get(p.id()),
                    observed.get(p.id() + "/" + p.incarnation()),
                    all.stream().filter(v -> v.pod().equals(p.name())).toList(),
                    reserved.getOrDefault(p.id(), new PodViews.Resources(0, 0, 0))))
        .toList();
  }

  private Map<UUID, PodViews.Resources> reserved(UUID tenant, UUID instance) {
    Map<UUID, PodViews.Resources> reserved = new HashMap<>();
    jdbc.sql(
            """
            select r.pod_id, r.cpu_millis, r.memory_bytes, r.disk_bytes from reservation r
            join pod p on p.tenant_id = r.tenant_id and p.id = r.pod_id
            where p.tenant_id = ? and p.instance_id = ?
            """)
        .params(tenant, instance)
        .query(
            row -> {
              reserved.put(
                  row.getObject(1, UUID.class),
                  new PodViews.Resources(row.getLong(2) / 1000.0, row.getLong(3), row.getLong(4)));
            });
    return reserved;
  }

  private static PodViews.PodView view(
      Pod pod,
      @Nullable Place place,
      @Nullable ObservedPod observed,
      List<PodViews.VolumeView> volumes,
      PodViews.Resources resources) {
    return new PodViews.PodView(
        pod.id(),
        pod.name(),
        pod.type(),
        pod.index(),
        pod.state().name(),
        pod.reason(),
        pod.since(),
        pod.incarnation(),
        pod.configuration(),
        place == null ? null : place.nodeName(),
        place == null ? null : place.node(),
        place == null ? null : place.region(),
        place == null ? null : place.zone(),
        place == null ? null : place.address(),
        resources,
        observed == null
            ? List.of()
            : observed.tasks().stream().map(t -> PodViews.task(pod.name(), t)).toList(),
        volumes,
        place == null
            ? List.of()
            : place.ports().stream().map(p -> new PodViews.PortView(p.name(), p.number())).toList(),
        observed == null ? null : observed.at());
  }
}
