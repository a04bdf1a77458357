package dev.meridian.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A whole platform of real processes under one temporary folder: a control plane with its embedded
 * database, regions, nodes, and the tenant {@code acme/streams} with its developer dana.
 *
 * <p>Closing it stops everything and fails when a process that touches the folder is left over. A
 * JVM that ends without closing takes its processes with it, too.
 */
final class Platform implements AutoCloseable {
  static final String TENANT = "acme/streams";
  static final String DEVELOPER = "dana";
  private static final Duration NODES = Duration.ofSeconds(60);

  private final Path folder;
  private final String password =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final ControlPlaneProcess controlPlane;
  private final List<AgentProcess> agents = new ArrayList<>();
  private final Thread lastResort = new Thread(this::killEverything, "platform-last-resort");
  private final Cli admin;
  private final Cli developer;

  private Platform(Path folder) {
    this.folder = folder;
    create(folder.resolve("logs"));
    create(folder.resolve("control-plane"));
    this.controlPlane =
        new ControlPlaneProcess(
            folder.resolve("control-plane"), folder.resolve("logs/control-plane.log"), password);
    this.admin = new Cli(folder.resolve("people/admin"), controlPlane.url().toString());
    this.developer = new Cli(folder.resolve("people/dana"), controlPlane.url().toString());
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /** Where a node of a test stands. */
  record NodePlan(String name, String region, String zone, String address) {}

  /** One node in one region. */
  static Platform withOneNode() {
    return start(List.of(new NodePlan("hq-1", "hq", "a", "127.0.40.1")));
  }

  /** Three nodes in two regions of one network. */
  static Platform withThreeNodes() {
    return start(
        List.of(
            new NodePlan("hq-1", "hq", "a", "127.0.40.1"),
            new NodePlan("hq-2", "hq", "b", "127.0.40.2"),
            new NodePlan("edge-1", "edge", "plant", "127.0.50.1")));
  }

  static Platform start(List<NodePlan> nodes) {
    Platform platform = new Platform(temporaryFolder());
    try {
      platform.startAll(nodes);
      return platform;
    } catch (RuntimeException | Error failure) {
      failure.addSuppressed(new AssertionError(platform.lastLines()));
      platform.killEverything();
      throw failure;
    }
  }

  private void startAll(List<NodePlan> nodes) {
    controlPlane.start();
    admin.signIn("admin", password);
    nodes.stream()
        .map(NodePlan::region)
        .distinct()
        .forEach(region -> admin.run("region", "create", region, "--provider", "on-prem").ok());
    nodes.forEach(this::join);
    admin.run("tenant", "create", "acme").ok();
    admin.run("tenant", "create", TENANT).ok();
    admin
        .run(
            password + "\n",
            List.of(
                "member",
                "add",
                "dana",
                "--role",
                "tenant-developer",
                "--tenant",
                TENANT,
                "--password-stdin"))
        .ok();
    developer.signIn(DEVELOPER, password);
    awaitReadyNodes(nodes.size());
  }

  /** Lets one more node join. */
  AgentProcess join(NodePlan plan) {
    AgentProcess agent = prepare(plan);
    agent.start(Optional.of(joinToken(plan.region())));
    return agent;
  }

  /** A node that did not start yet. */
  AgentProcess prepare(NodePlan plan) {
    Path data = folder.resolve("agents").resolve(plan.name());
    create(data);
    AgentProcess agent =
        new AgentProcess(
            new TestNode(plan.name(), plan.region(), plan.zone(), plan.address(), data),
            controlPlane.agentPort(),
            folder.resolve("logs").resolve(plan.name() + ".log"));
    agents.add(agent);
    return agent;
  }

  String joinToken(String region) {
    return admin.run("region", "join-token", region, "--quiet").ok().out().strip();
  }

  void awaitReadyNodes(int count) {
    await(count + " ready nodes; logs in " + folder)
        .atMost(NODES)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                admin.run("node", "list", "--json").ok().json().values().stream()
                        .filter(node -> node.path("state").asString("").equals("READY"))
                        .count()
                    == count);
  }

  Path folder() {
    return folder;
  }

  ControlPlaneProcess controlPlane() {
    return controlPlane;
  }

  /** The password of everybody. */
  String password() {
    return password;
  }

  Cli admin() {
    return admin;
  }

  Cli developer() {
    return developer;
  }

  Api adminApi() {
    return new Api(controlPlane.url(), admin.token());
  }

  Api developerApi() {
    return new Api(controlPlane.url(), developer.token());
  }

  List<AgentProcess> agents() {
    return List.copyOf(agents);
  }

  AgentProcess agentOf(String node) {
    return agents.stream()
        .filter(agent -> agent.node().name().equals(node))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no agent of " + node));
  }

  /** Publishes a package of the catalog. */
  void publish(String packageName) {
    admin
        .run(
            "package",
            "publish",
            Checkout.folder().resolve("catalog").resolve(packageName).toString(),
            "--out",
            folder.resolve("bundles").toString())
        .ok();
  }

  /** A pod as the API shows it. */
  JsonNode pod(String instance, String pod) {
    return developer.run("pod", "show", instance, pod, "--json").ok().json();
  }

  /** The pid of a pod's only task. */
  long taskPid(String instance, String pod) {
    return pod(instance, pod).path("tasks").path(0).path("pid").asLong();
  }

  /** Every start of a task on any node. */
  List<Launch> launches() {
    return agents.stream().flatMap(agent -> agent.node().launches().stream()).toList();
  }

  /** What the processes of this platform printed last. */
  String lastLines() {
    StringBuilder text = new StringBuilder(controlPlane.lastLines());
    agents.forEach(agent -> text.append('\n').append(agent.lastLines()));
    return text.toString();
  }

  /** Stops everything in order, then looks for what is left. */
  @Override
  public void close() {
    try {
      agents.forEach(agent -> agent.running().stop());
      agents.forEach(AgentProcess::stopEverything);
      controlPlane.running().stop();
      await("no process of " + folder + " is left")
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                List<ProcessTable.Entry> left = ProcessTable.touching(folder);
                if (!left.isEmpty()) {
                  throw new AssertionError("orphans: " + left);
                }
              });
    } finally {
      killEverything();
      Runtime.getRuntime().removeShutdownHook(lastResort);
    }
    delete(folder);
  }

  private void killEverything() {
    for (int round = 0; round < 5; round++) {
      List<ProcessTable.Entry> left = ProcessTable.touching(folder);
      if (left.isEmpty()) {
        return;
      }
      left.forEach(ProcessTable.Entry::kill);
    }
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("meridian-e2e-");
      // Tasks run as users of their own and must be able to reach their folders.
      Files.setPosixFilePermissions(
          folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      return folder;
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private static void create(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private static void delete(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
