package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A whole platform of real processes under one temporary folder: a control plane with its database,
 * regions, nodes, and the tenant {@code acme/streams} with its developer dana.
 *
 * <p>Closing it stops everything and fails when a process that touches the folder is left over. A
 * JVM that ends without closing takes its processes with it, too.
 */
final class Platform implements AutoCloseable {
  static final String TENANT = "acme/streams";
  static final String DEVELOPER = "dana";
  private static final Duration NODES = Duration.ofSeconds(60);

  private final Path folder;
  private final String password;
  private final Optional<OutsideDatabase> database;
  private final ControlPlaneProcess controlPlane;
  private final List<AgentProcess> agents = new ArrayList<>();
  private final Thread lastResort = new Thread(this::killEverything, "platform-last-resort");
  private final Cli admin;
  private final Cli developer;
  private final Api adminApi;
  private final Api developerApi;
  private final Set<String> published = new HashSet<>();
  private int sites;

  private Platform(Path folder, boolean outsideDatabase) {
    this(
        folder,
        outsideDatabase,
        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
  }

  private Platform(Path folder, boolean outsideDatabase, String password) {
    this.folder = folder;
    this.password = password;
    TestFolder.create(folder.resolve("logs"));
    TestFolder.create(folder.resolve("control-plane"));
    // First of all: what starts below must end even when this constructor does not.
    Runtime.getRuntime().addShutdownHook(lastResort);
    this.database =
        outsideDatabase
            ? Optional.of(
                OutsideDatabase.start(
                    folder.resolve("outside-database"),
                    folder.resolve("logs/postgresql.log"),
                    password))
            : Optional.empty();
    Map<String, String> variables = new HashMap<>();
    variables.put("MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD", password);
    database.ifPresent(outside -> variables.putAll(outside.settings()));
    this.controlPlane =
        new ControlPlaneProcess(
            folder.resolve("control-plane"), folder.resolve("logs/control-plane.log"), variables);
    this.admin = new Cli(folder.resolve("people/admin"), controlPlane.url().toString());
    this.developer = new Cli(folder.resolve("people/dana"), controlPlane.url().toString());
    this.adminApi = new Api(controlPlane.url(), admin::token);
    this.developerApi = new Api(controlPlane.url(), developer::token);
  }

  /** Where a node of a test stands. */
  record NodePlan(String name, String region, String zone, String address) {}

  /** Three nodes in two regions of one network. */
  static Platform withThreeNodes() {
    return start(
        List.of(
            new NodePlan("hq-1", "hq", "a", "127.0.40.1"),
            new NodePlan("hq-2", "hq", "b", "127.0.40.2"),
            new NodePlan("edge-1", "edge", "plant", "127.0.50.1")));
  }

  static Platform start(List<NodePlan> nodes) {
    return started(new Platform(TestFolder.make(), false), nodes);
  }

  /** No node, and a database server that the test may hurt: {@link #database()}. */
  static Platform onOutsideDatabase() {
    return started(new Platform(TestFolder.make(), true), List.of());
  }

  /** What an earlier build left behind, under this one: see e2e/golden. */
  static Platform ofGoldenCopy(String name) {
    Platform platform = new Platform(TestFolder.make(), false, "golden copy of a platform");
    return started(platform, () -> platform.goOn(name));
  }

  private static Platform started(Platform platform, List<NodePlan> nodes) {
    return started(platform, () -> platform.startAll(nodes));
  }

  private static Platform started(Platform platform, Runnable start) {
    try {
      start.run();
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
    nodes.stream().map(NodePlan::region).distinct().forEach(this::region);
    nodes.forEach(this::join);
    tenant("{\"name\":\"acme\"}");
    tenant("{\"name\":\"streams\",\"parent\":\"acme\"}");
    admin
        .run(
            password + "\n",
            List.of(
                "member",
                "add",
                DEVELOPER,
                "--role",
                "tenant-developer",
                "--tenant",
                TENANT,
                "--password-stdin"))
        .ok();
    developer.signIn(DEVELOPER, password);
    awaitReady(nodes.stream().map(NodePlan::name).toList());
  }

  private void goOn(String golden) {
    Path archive = Checkout.folder().resolve("e2e/golden").resolve(golden + ".tar.xz");
    Shell.run("tar", "--numeric-owner", "-xJf", archive.toString(), "-C", folder.toString());
    controlPlane.start();
    admin.signIn("admin", password);
    developer.signIn(DEVELOPER, password);
    NodePlan plan = new NodePlan("hq-1", "hq", "a", "127.0.60.1");
    AgentProcess agent = prepare(plan);
    Shell.run("cp", "-a", folder.resolve("agent") + "/.", agent.node().dataFolder().toString());
    agent.startAgain();
    awaitReady(plan.name());
  }

  private void tenant(String body) {
    adminApi.post("/tenants", body).expect(201);
  }

  /** Makes a region. */
  void region(String name) {
    adminApi
        .post("/regions", "{\"name\":\"%s\",\"provider\":\"on-prem\"}".formatted(name))
        .expect(201);
  }

  /** A region with one node, for one test alone; nothing runs there yet. */
  Site site(String name) {
    region(name);
    return new Site(this, prepare(ownNode(name)));
  }

  /** Where the next node stands that is alone in its region, with an address of its own. */
  NodePlan ownNode(String name) {
    sites++;
    return new NodePlan(name, name, "a", "127.0.%d.1".formatted(70 + sites));
  }

  /** One more person with a role in a tenant, signed in. */
  Cli member(String name, String role, String tenant) {
    admin
        .run(
            password + "\n",
            List.of("member", "add", name, "--role", role, "--tenant", tenant, "--password-stdin"))
        .ok();
    return new Cli(folder.resolve("people").resolve(name), controlPlane.url().toString())
        .signIn(name, password);
  }

  /** The API as somebody who signed in. */
  Api apiOf(Cli person) {
    return new Api(controlPlane.url(), person::token);
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
    TestFolder.create(data);
    AgentProcess agent =
        new AgentProcess(
            new TestNode(plan.name(), plan.region(), plan.zone(), plan.address(), data),
            controlPlane.agentPort(),
            folder.resolve("logs").resolve(plan.name() + ".log"));
    agents.add(agent);
    return agent;
  }

  String joinToken(String region) {
    return adminApi
        .post("/regions/" + region + "/join-tokens", "{}")
        .expect(201)
        .body()
        .path("token")
        .asString();
  }

  /** Waits until these nodes can be used. */
  void awaitReady(List<String> names) {
    await(names + " are ready; logs in " + folder)
        .atMost(NODES)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(names)
                    .allSatisfy(
                        name ->
                            assertThat(node(name).path("state").asString("")).isEqualTo("READY")));
  }

  void awaitReady(String... names) {
    awaitReady(List.of(names));
  }

  /** A node as the API shows it; a missing one is an empty object. */
  JsonNode node(String name) {
    for (JsonNode node : adminApi.get("/nodes").expect(200).body().path("items")) {
      if (node.path("name").asString("").equals(name)) {
        return node;
      }
    }
    return MissingNode.getInstance();
  }

  Path folder() {
    return folder;
  }

  ControlPlaneProcess controlPlane() {
    return controlPlane;
  }

  /** The database server, when it is not the control plane's own. */
  OutsideDatabase database() {
    return database.orElseThrow(() -> new AssertionError("the database is the control plane's"));
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
    return adminApi;
  }

  Api developerApi() {
    return developerApi;
  }

  /** The tenant's services, over HTTP. */
  Services services() {
    return new Services(developerApi);
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

  /** Publishes a package of the catalog, once in the life of the platform. */
  void publish(String packageName) {
    publish(packageName, Checkout.folder().resolve("catalog").resolve(packageName));
  }

  /** Publishes a package that only tests use. */
  void publishForTests(String packageName) {
    publish(
        packageName,
        Checkout.folder().resolve("e2e/src/test/resources/packages").resolve(packageName));
  }

  /** Publishes a package from its folder, once in the life of the platform. */
  void publish(String packageName, Path source) {
    if (published.add(packageName)) {
      admin
          .run(
              "package",
              "publish",
              source.toString(),
              "--out",
              folder.resolve("bundles").toString())
          .ok();
    }
  }

  /** Every start of a task on any node. */
  List<Launch> launches() {
    return agents.stream().flatMap(agent -> agent.node().launches().stream()).toList();
  }

  /** What the processes of this platform printed last. */
  String lastLines() {
    StringBuilder text = new StringBuilder(controlPlane.lastLines());
    agents.forEach(agent -> text.append('\n').append(agent.lastLines()));
    database.ifPresent(outside -> text.append('\n').append(outside.lastLines()));
    return text.toString();
  }

  /** Stops everything in order, then looks for what is left. */
  @Override
  public void close() {
    try {
      agents.parallelStream().forEach(AgentProcess::stopEverything);
      controlPlane.running().stop();
      database.ifPresent(OutsideDatabase::stop);
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
    TestFolder.delete(folder);
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
}
