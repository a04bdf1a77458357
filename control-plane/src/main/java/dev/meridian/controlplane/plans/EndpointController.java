package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.instances.Instances;
import dev.meridian.spec.EnvironmentNames;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.PortSpec;
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
import java.util.UUID;
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
   * @param snippet lines for a shell that hold the addresses as a client wants them
   */
  record Endpoint(
      String name,
      @Schema(allowableValues = {"task", "vip"}) String kind,
      List<Address> addresses,
      String snippet) {}

  /**
   * One pod's part of an endpoint.
   *
   * @param internal {@code host:port} for peers in the network
   * @param advertised {@code host:port} for clients outside
   */
  @Schema(name = "EndpointAddress")
  record Address(String pod, String dnsName, String internal, String advertised) {}

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
    Map<String, List<Address>> byTask = new LinkedHashMap<>();
    Map<String, List<Address>> byVip = new LinkedHashMap<>();
    for (PeerEnvironment.Peer peer : peers.peers()) {
      PodSpec pod = spec.pods().get(peer.type());
      if (pod == null) {
        continue;
      }
      for (TaskSpec task : pod.tasks().values()) {
        for (PortSpec port : task.resources().ports().values()) {
          peer.place().ports().stream()
              .filter(
                  p -> p.task().equals(OrderRenderer.holder(task)) && p.name().equals(port.name()))
              .findFirst()
              .ifPresent(
                  reserved -> {
                    Address address = address(peers, peer, reserved.number());
                    if (port.advertise()) {
                      byTask.computeIfAbsent(port.name(), n -> new ArrayList<>()).add(address);
                    }
                    port.vip()
                        .ifPresent(
                            vip ->
                                byVip
                                    .computeIfAbsent(vip.prefix(), n -> new ArrayList<>())
                                    .add(address));
                  });
        }
      }
    }
    List<Endpoint> endpoints = new ArrayList<>();
    byTask.forEach((port, list) -> endpoints.add(endpoint(instance, port, "task", list)));
    byVip.forEach((vip, list) -> endpoints.add(endpoint(instance, vip, "vip", list)));
    return endpoints;
  }

  private static Address address(PeerEnvironment peers, PeerEnvironment.Peer peer, int port) {
    return new Address(
        peer.name(),
        peers.nameOf(peer.name()),
        peer.place().address() + ":" + port,
        peer.place().advertisedAddress() + ":" + port);
  }

  private static Endpoint endpoint(
      String instance, String name, String kind, List<Address> addresses) {
    String variable = EnvironmentNames.of(instance + "_" + name);
    String all = String.join(",", addresses.stream().map(Address::advertised).toList());
    return new Endpoint(name, kind, addresses, "export " + variable + "=" + all);
  }
}
