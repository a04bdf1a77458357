package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.controlplane.testing.WrittenRegion;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What clients are told of an instance that is placed. */
class EndpointsIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final String INSTANCES = "/api/v1/tenants/acme/instances";
  private static List<JsonNode> endpoints = List.of();
  private static String domain = "";
  private static Map<String, Integer> ports = Map.of();

  @BeforeAll
  static void install() {
    Browser admin = Browser.admin(server);
    JsonNode tenant =
        Browser.JSON.readTree(
            admin.change("POST", "/api/v1/tenants", "{\"name\":\"acme\"}", Map.of()).body());
    admin.publish(
        TestPackages.named("bus", "1.0.0")
            .with(
                "service.yml",
                """
                name: {{{SERVICE_NAME}}}
                pods:
                  broker:
                    count: 2
                    resource-sets:
                      shared:
                        cpus: 0.1
                        memory: 16
                        ports: {admin: {port: 0, advertise: true}}
                    tasks:
                      server:
                        goal: RUNNING
                        cmd: sleep 1
                        cpus: 0.1
                        memory: 16
                        ports:
                          client: {port: 0, advertise: true, vip: {port: 9092, prefix: bootstrap}}
                          secure: {port: 0, vip: {port: 9093}}
                          hidden: {port: 0}
                      check: {goal: ONCE, cmd: 'true', resource-set: shared}
                      repair: {goal: ONCE, cmd: 'true', resource-set: shared}
                plans:
                  deploy:
                    phases: {all: {pod: broker, steps: [{default: [[server], [check]]}]}}
                """)
            .zip());
    WrittenRegion region = new WrittenRegion(server);
    region.node("one", true, 1L << 30, 1L << 30);
    HttpResponse<String> installed =
        admin.change(
            "POST",
            INSTANCES,
            """
            {"name":"events","package":"bus","placement":{"regions":["%s"]},"allowWaiting":true}
            """
                .formatted(region.name()),
            Map.of());
    // 202 where the decision takes longer than an answer waits.
    assertThat(installed.statusCode()).as(installed.body()).isIn(201, 202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !admin.json(INSTANCES + "/events/endpoints").isEmpty());
    endpoints = List.copyOf(admin.json(INSTANCES + "/events/endpoints").values());
    domain = "events." + tenant.path("label").asString() + ".meridian.internal";
    ports =
        admin.json(INSTANCES + "/events/pods/broker-1").path("ports").values().stream()
            .collect(
                Collectors.toMap(
                    port -> port.path("name").asString(), port -> port.path("number").asInt()));
  }

  @Test
  void answersEachAdvertisedPortAndEachServiceNameOnceAndNothingElse() {
    assertThat(endpoints)
        .extracting(
            endpoint -> endpoint.path("kind").asString() + " " + endpoint.path("name").asString())
        .containsExactlyInAnyOrder("task client", "task admin", "vip bootstrap", "vip secure");
  }

  @Test
  void carriesTheNameAndThePortOfAServiceNameAsDeclared() {
    assertThat(endpoint("bootstrap").path("vip"))
        .isEqualTo(
            Browser.JSON.readTree(
                "{\"dnsName\":\"bootstrap.%s\",\"port\":9092}".formatted(domain)));
    assertThat(endpoint("secure").path("vip").path("port").asInt()).isEqualTo(9093);
    assertThat(endpoint("client").path("vip").isNull()).isTrue();
  }

  @Test
  void namesTheTaskAndTheAddressesOfEveryPodBehindAName() {
    JsonNode bootstrap = endpoint("bootstrap");

    assertThat(bootstrap.path("addresses").size()).isEqualTo(2);
    assertThat(bootstrap.path("addresses").path(1))
        .isEqualTo(
            Browser.JSON.readTree(
                """
                {"pod":"broker-1","task":"server","dnsName":"broker-1.%s",
                 "internal":"127.0.0.1:%d","advertised":"203.0.113.7:%d"}
                """
                    .formatted(domain, ports.get("client"), ports.get("client"))));
    assertThat(endpoint("client").path("addresses")).isEqualTo(bootstrap.path("addresses"));
  }

  @Test
  void namesAPortThatTasksShareOncePerPod() {
    assertThat(endpoint("admin").path("addresses").values())
        .extracting(
            address -> address.path("pod").asString() + " " + address.path("task").asString())
        .containsExactly("broker-0 check", "broker-1 check");
  }

  @Test
  void holdsTheAddressesForAClientInAVariable() {
    List<String> advertised =
        endpoint("bootstrap").path("addresses").values().stream()
            .map(address -> address.path("advertised").asString())
            .toList();

    assertThat(endpoint("bootstrap").path("snippet").asString())
        .isEqualTo("export EVENTS_BOOTSTRAP=" + String.join(",", advertised));
  }

  private static JsonNode endpoint(String name) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
