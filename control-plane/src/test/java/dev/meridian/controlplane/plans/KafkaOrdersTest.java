package dev.meridian.controlplane.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.maintenance.MaintenanceRule;
import dev.meridian.protocol.v1.ConfigFile;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import dev.meridian.spec.BuiltPlan;
import dev.meridian.spec.PlanBuilder;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.options.OptionsEnvironment;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import dev.meridian.spec.parse.SpecTemplate;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.TenantRef;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The Kafka that ships, from options to the file that each of five brokers starts with. */
class KafkaOrdersTest {
  private static final int BROKERS = 5;
  private static final TenantRef TENANT = new TenantRef(Ids.next(), "acme", "acme");
  private static final PackageDefinition KAFKA =
      PackageDefinition.read(PackageFiles.ofFolder(Path.of("..", "catalog", "kafka")))
          .definition()
          .orElseThrow();

  private final ServiceSpec spec =
      KAFKA.service(options("{\"brokers\":{\"count\":5}}")).spec().orElseThrow();
  private final List<Pod> pods =
      IntStream.range(0, BROKERS)
          .mapToObj(
              index ->
                  new Pod(
                      Ids.next(),
                      "broker-" + index,
                      "broker",
                      index,
                      Pod.State.PLACED,
                      "",
                      Simulation.START,
                      1,
                      1,
                      List.of(new Pod.LaunchedTask("server", 1)),
                      "",
                      ""))
          .toList();

  private static Map<String, Object> options(String given) {
    JsonMapper json = JsonMapper.builder().build();
    return OptionsEnvironment.of(
            KAFKA.options().resolve(json.createObjectNode(), (ObjectNode) json.readTree(given)),
            "kafka")
        .values();
  }

  @Test
  void startsAllBrokersTogetherAndUpdatesThemOneByOne() {
    Map<String, String> strategies = new LinkedHashMap<>();
    for (BuiltPlan plan : PlanBuilder.plans(spec)) {
      assertThat(plan.phases()).singleElement().satisfies(p -> assertThat(p.steps()).hasSize(5));
      strategies.put(plan.name(), plan.phases().getFirst().strategyName());
    }
    assertThat(strategies)
        .containsOnly(Map.entry("deploy", "parallel"), Map.entry("update", "serial"));
  }

  @Test
  void makesTheFirstThreeBrokersControllersAndTheOthersBrokersOnly(@TempDir Path folder)
      throws Exception {
    for (int index = 0; index < BROKERS; index++) {
      Properties started = started(index, folder.resolve("broker-" + index));
      boolean controller = index < 3;
      String address = "10.0.0." + (index + 1);
      String peers = "INTERNAL://%s:20001,CLIENT://%s:20000".formatted(address, address);

      assertThat(started)
          .as("broker %d", index)
          .containsEntry("node.id", String.valueOf(index))
          .containsEntry("process.roles", controller ? "broker,controller" : "broker")
          .containsEntry(
              "controller.quorum.voters",
              "0@broker-0.kafka.acme.meridian.internal:20002,"
                  + "1@broker-1.kafka.acme.meridian.internal:20002,"
                  + "2@broker-2.kafka.acme.meridian.internal:20002")
          .containsEntry(
              "listeners", (controller ? "CONTROLLER://" + address + ":20002," : "") + peers)
          .containsEntry(
              "advertised.listeners",
              "INTERNAL://broker-%d.kafka.acme.meridian.internal:20001,CLIENT://203.0.113.%d:20000"
                  .formatted(index, index + 1))
          .containsEntry("controller.listener.names", "CONTROLLER")
          .containsEntry("inter.broker.listener.name", "INTERNAL")
          .containsEntry("broker.rack", "hq/a")
          .containsEntry("default.replication.factor", "3")
          .containsEntry("min.insync.replicas", "2");
    }
  }

  /** Runs the start script as an agent would, with a Java that does nothing. */
  private Properties started(int index, Path sandbox) throws IOException, InterruptedException {
    RunPod order = order(index);
    Task task = order.getTasks(0);
    Map<String, String> environment = new LinkedHashMap<>(order.getEnvironmentMap());
    environment.putAll(task.getEnvironmentMap());
    environment.put("MERIDIAN_SANDBOX", sandbox.toString());
    environment.put("MERIDIAN_HOSTS_FILE", sandbox.resolve("hosts").toString());
    environment.put("JAVA_HOME", sandbox.resolve("jdk").toString());
    environment.put("PATH", System.getenv("PATH"));
    Files.createDirectories(sandbox.resolve("data"));
    Path java = Files.createDirectories(sandbox.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (ConfigFile config : task.getConfigsList()) {
      Path file = sandbox.resolve(config.getDestination());
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(
          file, SpecTemplate.render(config.getTemplate(), environment).text().orElseThrow());
    }
    ProcessBuilder script =
        new ProcessBuilder("sh", "-c", task.getCommand())
            .directory(sandbox.toFile())
            .redirectErrorStream(true)
            .redirectOutput(sandbox.resolve("out").toFile());
    script.environment().clear();
    script.environment().putAll(environment);
    Process process = script.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(sandbox.resolve("out"))).isZero();
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(sandbox.resolve("run/server.properties"))));
    return properties;
  }

  private RunPod order(int index) {
    Map<UUID, Place> places = new LinkedHashMap<>();
    pods.forEach(pod -> places.put(pod.id(), place(pod.index())));
    World world =
        new World(
            new World.Instance(
                TENANT.id(),
                Ids.next(),
                "kafka",
                World.Instance.State.DEPLOYING,
                "",
                Simulation.START,
                1,
                false,
                false),
            Map.of(1, spec),
            List.of(),
            List.of(),
            pods,
            new World.Placement(World.Placement.Kind.PLACED, ""),
            places,
            List.of(),
            Set.of(),
            List.of(),
            "",
            Map.of(),
            MaintenanceRule.NONE);
    PackageVersion source = new PackageVersion(TENANT.id(), Ids.next(), KAFKA, List.of());
    return new OrderRenderer(
            TENANT, world, source, PeerEnvironment.of("kafka", TENANT.label(), pods, places))
        .render(pods.get(index), place(index), List.of());
  }

  private static Place place(int index) {
    return new Place(
        Ids.next(),
        Ids.next(),
        "node-" + index,
        "hq",
        "a",
        "10.0.0." + (index + 1),
        "203.0.113." + (index + 1),
        true,
        "",
        List.of(
            new Place.Port("server", "client", 20000),
            new Place.Port("server", "internal", 20001),
            new Place.Port("server", "controller", 20002)));
  }
}
