package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.e2e.proof.KafkaMessages;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** The main job: a three-broker Kafka over two regions, used, hurt and removed. */
@OnPlatform
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class KafkaIT {
  private static final Duration CONSUMED = Duration.ofSeconds(60);
  private static final List<String> PODS = List.of("broker-0", "broker-1", "broker-2");

  private final Platform platform;
  private int sent;

  KafkaIT(Platform platform) {
    this.platform = platform;
  }

  @BeforeAll
  void install() {
    platform.publish("kafka");
    platform
        .developer()
        .run("instance", "install", "kafka", "kafka", "--regions", "hq,edge", "--wait=4m")
        .ok();
  }

  @Test
  @Order(1)
  void placesEachBrokerOnANodeOfItsOwnInBothRegions() {
    List<JsonNode> pods = PODS.stream().map(pod -> platform.services().pod("kafka", pod)).toList();

    assertThat(pods).extracting(pod -> pod.path("node").asString()).doesNotHaveDuplicates();
    assertThat(pods).extracting(pod -> pod.path("region").asString()).contains("hq", "edge");
  }

  @Test
  @Order(2)
  void consumesEveryAcknowledgedMessage() {
    messages().produce(0, 5_000);
    sent = 5_000;

    messages().consumeAndCompare(sent, CONSUMED);
  }

  @Test
  @Order(3)
  void bringsAKilledBrokerBackOnTheSameNodeVolumeAndPortsWithoutLoss() {
    JsonNode before = platform.services().pod("kafka", "broker-1");
    long pid = platform.services().taskPid("kafka", "broker-1");
    ProcessTable.entry(pid).orElseThrow().kill();
    messages().produce(sent, 1_000);
    sent += 1_000;

    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              JsonNode after = platform.services().pod("kafka", "broker-1");
              assertThat(after.path("state").asString()).isEqualTo("READY");
              assertThat(after.path("tasks").path(0).path("pid").asLong()).isNotEqualTo(pid);
            });
    JsonNode after = platform.services().pod("kafka", "broker-1");
    assertThat(after.path("node")).isEqualTo(before.path("node"));
    assertThat(after.path("ports")).isEqualTo(before.path("ports"));
    assertThat(after.path("volumes").path(0).path("id"))
        .isEqualTo(before.path("volumes").path(0).path("id"));
    messages().consumeAndCompare(sent, CONSUMED);
  }

  @Test
  @Order(4)
  void brokersGoOnWithoutTheirKilledAgentWhichAdoptsTheSameProcesses() {
    String node = platform.services().pod("kafka", "broker-0").path("node").asString();
    long pid = platform.services().taskPid("kafka", "broker-0");
    AgentProcess agent = platform.agentOf(node);
    List<Launch> before = agent.node().launches();

    agent.running().kill();
    messages().produce(sent, 500);
    sent += 500;

    assertThat(ProcessTable.entry(pid)).as("broker-0 without its agent").isPresent();
    agent.startAgain();
    platform.awaitReady(node);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(platform.services().pod("kafka", "broker-0").path("state").asString())
                    .isEqualTo("READY"));
    assertThat(platform.services().taskPid("kafka", "broker-0")).isEqualTo(pid);
    assertThat(ProcessTable.entry(pid)).isPresent();
    assertThat(agent.node().launches()).isEqualTo(before);
    messages().consumeAndCompare(sent, CONSUMED);
  }

  @Test
  @Order(5)
  void restartsABrokerByTheAgentAloneWhileTheControlPlaneIsAway() {
    long pid = platform.services().taskPid("kafka", "broker-2");
    String node = platform.services().pod("kafka", "broker-2").path("node").asString();
    long launches = launchesOf(node);
    platform.controlPlane().running().stop();

    ProcessTable.entry(pid).orElseThrow().kill();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(launchesOf(node)).isGreaterThan(launches));
    messages().produce(sent, 500);
    sent += 500;
    messages().consumeAndCompare(sent, CONSUMED);
    platform.controlPlane().start();
    platform.awaitReady("hq-1", "hq-2", "edge-1");
  }

  @Test
  @Order(6)
  void freesProcessesAndPortsWhenUninstalled() {
    List<JsonNode> pods = PODS.stream().map(pod -> platform.services().pod("kafka", pod)).toList();

    platform.developer().run("instance", "uninstall", "kafka", "--yes", "--wait").ok();

    for (JsonNode pod : pods) {
      long pid = pod.path("tasks").path(0).path("pid").asLong();
      assertThat(ProcessTable.entry(pid)).as("process of %s", pod.path("name")).isEmpty();
      for (JsonNode port : pod.path("ports")) {
        assertThat(Ports.isFree(pod.path("address").asString(), port.path("number").asInt()))
            .as("port %s of %s", port.path("name"), pod.path("name"))
            .isTrue();
      }
    }
  }

  private long launchesOf(String node) {
    return platform.agentOf(node).node().launches().size();
  }

  private String bootstrap = "";

  private KafkaMessages messages() {
    if (bootstrap.isEmpty()) {
      bootstrap =
          platform.developer().run("endpoints", "kafka", "--json").ok().json().values().stream()
              .flatMap(endpoint -> advertised(endpoint))
              .distinct()
              .collect(Collectors.joining(","));
    }
    return new KafkaMessages(bootstrap, "e2e");
  }

  private static Stream<String> advertised(JsonNode endpoint) {
    return endpoint.path("addresses").values().stream()
        .map(address -> address.path("advertised").asString());
  }
}
