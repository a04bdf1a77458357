package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.instances.Instances;
import dev.meridian.spec.EnvironmentNames;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.PortSpec;
import dev.meridian.spec.PortSpec.VipSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.SpecJson;
import dev.meridian.spec.TaskSpec;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where clients find an instance: names, addresses and ports that were reserved for it. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/instances/{name}/endpoints")
class EndpointController {
  private final Instances instances;
  private final PodRows pods;
  private final Permissions permissions;
  private final Tenants tenants;
  private final Scopes scopes;
  private final JdbcClient jdbc;

  EndpointController(
      Instances instances,
      PodRows pods,
      Permissions permissions,
      Tenants tenants,
      Scopes scopes,
      JdbcClient jdbc) {
    this.instances = instances;
    this.pods = pods;
    this.permissions = permissions;
    this.tenants = tenants;
    this.scopes = scopes;
    this.jdbc = jdbc;
  }

  /**
   * A port that clients use, over all pods that have it.
   *
   * @param kind {@code task} for an advertised port, {@code vip} for a VIP-like name
   * @param vip the name that the service's specification gives all of the addresses; null for a
   *     port of tasks
   * @param snippet lines for a shell that hold the addresses as a client wants them
   */
  record Endpoint(
      String name,
      @Schema(allowableValues = {"task", "vip"}) String kind,
      @Nullable Vip vip,
      List<Address> addresses,
      String snippet) {}

  /**
   * A name for all pods that have a port. Nothing listens at it: clients take the addresses.
   *
   * @param dnsName among Meridian's names
   * @param port as the specification declares it
   */
  @Schema(name = "EndpointVip")
  record Vip(String dnsName, int port) {}

  /**
   * One pod's part of an endpoint.
   *
   * @param task the task that listens; of tasks that share the port, the first
   * @param internal {@code host:port} for peers in the network
   * @param advertised {@code host:port} for clients outside
   */
  @Schema(name = "EndpointAddress")
  record Address(String pod, String task, String dnsName, String internal, String advertised) {}

  @GetMapping
  List<Endpoint> list(@PathVariable String tenant, @PathVariable String name) {
    UUID tenantId = permissions.requireInstance(tenant, name, "instance:read");
    UUID instance = instances.require(tenantId, name);
    TenantRef ref = tenants.find(tenantId);
    return scopes.inTenant(
        tenantId,
        () ->
            endpoints(
                name,
                spec(tenantId, instance),
                PeerEnvironment.of(
                    name,
                    ref.label(),
                    pods.of(tenantId, instance),
                    pods.places(tenantId, instance))));
  }

  private ServiceSpec spec(UUID tenant, UUID instance) {
    return SpecJson.read(
        jdbc.sql(
                """
                select c.spec from configuration c
                join instance i on i.tenant_id = c.tenant_id and i.id = c.instance_id
                  and i.target_configuration = c.number
                where i.tenant_id = ? and i.id = ?
                """)
            .params(tenant, instance)
            .query(String.class)
            .single());
  }

  static List<Endpoint> endpoints(String instance, ServiceSpec spec, PeerEnvironment peers) {
    Map<String, List<Address>> byPort = new LinkedHashMap<>();
    Map<VipSpec, List<Address>> byVip = new LinkedHashMap<>();
    for (PeerEnvironment.Peer peer : peers.peers()) {
      PodSpec pod = spec.pods().get(peer.type());
      if (pod == null) {
        continue;
      }
      for (TaskSpec task : pod.tasks().values()) {
        for (PortSpec port : task.resources().ports().values()) {
          address(peers, peer, task, port)
              .ifPresent(
                  address -> {
                    if (port.advertise()) {
                      add(byPort, port.name(), address);
                    }
                    port.vip().ifPresent(vip -> add(byVip, vip, address));
                  });
        }
      }
    }
    List<Endpoint> endpoints = new ArrayList<>();
    byPort.forEach(
        (port, list) ->
            endpoints.add(new Endpoint(port, "task", null, list, snippet(instance, port, list))));
    byVip.forEach(
        (vip, list) ->
            endpoints.add(
                new Endpoint(
                    vip.prefix(),
                    "vip",
                    new Vip(peers.nameOf(vip.prefix()), vip.port()),
                    list,
                    snippet(instance, vip.prefix(), list))));
    return endpoints;
  }

  /** Tasks of one resource set have its ports in common. */
  private static <K> void add(Map<K, List<Address>> endpoints, K key, Address address) {
    List<Address> list = endpoints.computeIfAbsent(key, k -> new ArrayList<>());
    if (list.stream().noneMatch(known -> known.internal().equals(address.internal()))) {
      list.add(address);
    }
  }

  private static Optional<Address> address(
      PeerEnvironment peers, PeerEnvironment.Peer peer, TaskSpec task, PortSpec port) {
    String holder = OrderRenderer.holder(task);
    return peer.place().ports().stream()
        .filter(reserved -> reserved.task().equals(holder) && reserved.name().equals(port.name()))
        .findFirst()
        .map(
            reserved ->
                new Address(
                    peer.name(),
                    task.name(),
                    peers.nameOf(peer.name()),
                    peer.place().address() + ":" + reserved.number(),
                    peer.place().advertisedAddress() + ":" + reserved.number()));
  }

  private static String snippet(String instance, String name, List<Address> addresses) {
    String all = String.join(",", addresses.stream().map(Address::advertised).toList());
    return "export " + EnvironmentNames.of(instance + "_" + name) + "=" + all;
  }
}
