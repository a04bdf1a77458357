package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;

/**
 * A platform of real processes with a clock beside it, for benchmarks. It is in the package of the
 * end-to-end tests' harness, because it is that harness.
 */
@NullMarked
public final class MeasuredPlatform implements AutoCloseable {
  /** Between two questions to the platform; what is measured is that much too long at most. */
  public static final Duration POLL = Duration.ofMillis(20);

  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int BROKERS = 3;
  private static final String INSTANCES =
      "/tenants/" + Platform.TENANT.replace("/", "~") + "/instances";

  private final Platform platform;

  private MeasuredPlatform(Platform platform) {
    this.platform = platform;
  }

  /**
   * How long an installation took.
   *
   * @param answered from the request to the answer
   * @param running from the answer until all pods run
   * @param complete from the answer until the plan is COMPLETE
   */
  public record Installation(Duration answered, Duration running, Duration complete) {}

  /** A ready control plane on a database of its own, without nodes. */
  public static MeasuredPlatform start() {
    useCheckout();
    return new MeasuredPlatform(Platform.start(List.of()));
  }

  /** The harness looks for the checkout where the launcher says that it is. */
  static void useCheckout() {
    Optional.ofNullable(System.getenv("MERIDIAN_HOME"))
        .ifPresent(home -> System.setProperty("meridian.home", home));
  }

  /** Publishes the package from the catalog. */
  public void publishHelloWorld() {
    platform.publish("hello-world");
  }

  /** Publishes the package from the catalog; its artifacts go to the control plane alone. */
  public void publishKafka() {
    platform.publish("kafka");
  }

  /** Installs Kafka with its three brokers; from the answer until all are ready. */
  public Duration installKafka(String name) {
    Api api = developer();
    api.post(INSTANCES, "{\"name\":\"%s\",\"package\":\"kafka\"}".formatted(name)).expect(201);
    long accepted = System.nanoTime();
    await(
        "the brokers of " + name + " are ready",
        () -> {
          JsonNode pods = api.get(INSTANCES + "/" + name).expect(200).body().path("pods");
          return pods.path("total").asInt(0) == BROKERS && pods.path("ready").asInt(0) == BROKERS;
        });
    return since(accepted);
  }

  /** Lets a node join in a region of its own; from the start of the agent until it is ready. */
  public Duration join(int number) {
    String name = name(number);
    platform.admin().run("region", "create", name, "--provider", "on-prem").ok();
    AgentProcess agent =
        platform.prepare(new Platform.NodePlan(name, name, "a", "127.0.60." + number));
    Optional<String> token = Optional.of(platform.joinToken(name));
    Api api = platform.adminApi();
    api.get("/nodes").expect(200);
    long begun = System.nanoTime();
    agent.start(token);
    await(name + " is ready", () -> ready(api, name));
    return since(begun);
  }

  private static String name(int number) {
    return "bench-" + number;
  }

  private static boolean ready(Api api, String name) {
    for (JsonNode node : api.get("/nodes").expect(200).body().path("items")) {
      if (node.path("name").asString("").equals(name)) {
        return node.path("state").asString("").equals("READY");
      }
    }
    return false;
  }

  /** Installs hello-world anywhere and waits for its plan. */
  public Installation install(String name, int pods) {
    return install(
        name,
        pods,
        "{\"name\":\"%s\",\"package\":\"hello-world\",\"options\":{\"hello\":{\"count\":%d}}}"
            .formatted(name, pods));
  }

  /** Installs hello-world with small pods, all on one node, and waits for its plan. */
  public Installation installOnNode(String name, int pods, int node) {
    return install(
        name,
        pods,
        """
        {"name": "%s", "package": "hello-world",
         "options": {"hello": {"count": %d, "cpus": 0.02}}, "placement": {"regions": ["%s"]}}
        """
            .formatted(name, pods, name(node)));
  }

  private Installation install(String name, int pods, String request) {
    Api api = developer();
    long sent = System.nanoTime();
    api.post(INSTANCES, request).expect(201);
    long accepted = System.nanoTime();
    await(
        name + " runs",
        () ->
            api.get(INSTANCES + "/" + name).expect(200).body().at("/pods/running").asInt(0)
                == pods);
    Duration running = since(accepted);
    await(
        "plan deploy of " + name + " is COMPLETE",
        () ->
            api.get(INSTANCES + "/" + name + "/plans/deploy")
                .expect(200)
                .body()
                .path("status")
                .asString("")
                .equals("COMPLETE"));
    return new Installation(Duration.ofNanos(accepted - sent), running, since(accepted));
  }

  /** Uninstalls and waits until the pods are gone; volumes stay. */
  public void uninstall(String name) {
    Api api = developer();
    api.delete(INSTANCES + "/" + name, "").expect(202);
    await(
        name + " is gone",
        () -> {
          Api.Answer answer = api.get(INSTANCES + "/" + name);
          return answer.status() == 404
              || answer.body().path("state").asString("").equals("UNINSTALLED");
        });
  }

  /** With a token that was renewed when needed, and a connection that is already there. */
  private Api developer() {
    platform.developer().run("instance", "list").ok();
    Api api = platform.developerApi();
    api.get("/me").expect(200);
    return api;
  }

  /**
   * Ends the control plane, starts it on the same data and waits until it is ready.
   *
   * @param keepDatabase true: PostgreSQL runs on meanwhile, so that its start does not count
   */
  public Duration restartControlPlane(boolean keepDatabase) {
    ControlPlaneProcess controlPlane = platform.controlPlane();
    if (keepDatabase) {
      controlPlane.running().kill();
    } else {
      controlPlane.running().stop();
    }
    long begun = System.nanoTime();
    controlPlane.launch();
    await("the control plane is ready", controlPlane::ready);
    return since(begun);
  }

  /** Whether the launcher gave the control plane a cache of loaded classes. */
  public boolean controlPlaneUsesClassCache() {
    return ProcessTable.entry(platform.controlPlane().running().pid())
        .map(process -> process.command().contains("-XX:AOTCache="))
        .orElse(false);
  }

  public long controlPlaneResidentBytes() {
    return residentBytes(platform.controlPlane().running());
  }

  /** What the agent itself has in memory, without its tasks. */
  public long agentResidentBytes(int number) {
    return residentBytes(platform.agentOf(name(number)).running());
  }

  private static long residentBytes(RunningProcess process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no VmRSS of process " + process.pid()));
    } catch (IOException gone) {
      throw new UncheckedIOException(process.lastLines(), gone);
    }
  }

  /** What the running database says of its own durability. */
  public Map<String, String> databaseSettings() {
    Path server = databaseFolder();
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + text(server.resolve("port")) + "/postgres",
            "postgres",
            text(server.resolve("secret")))) {
      return durability(connection);
    } catch (SQLException refused) {
      throw new IllegalStateException("The database under " + server + " cannot be asked", refused);
    }
  }

  static Map<String, String> durability(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select name, setting from pg_settings where name in"
                    + " ('fsync', 'full_page_writes', 'synchronous_commit', 'server_version')")) {
      Map<String, String> settings = new TreeMap<>();
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
      return settings;
    }
  }

  private Path databaseFolder() {
    try (Stream<Path> files = Files.walk(platform.folder().resolve("control-plane"), 4)) {
      return files
          .filter(file -> file.endsWith("postmaster.pid"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no database in " + platform.folder()))
          .resolve("../..")
          .normalize();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void await(String what, BooleanSupplier condition) {
    await(what, PATIENCE, condition, platform::lastLines);
  }

  /**
   * Waits until something is so.
   *
   * @param story what is told when it does not become so
   */
  static void await(
      String what, Duration patience, BooleanSupplier condition, Supplier<String> story) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (since(begun).compareTo(patience) > 0) {
        throw new IllegalStateException(
            "After %d s it is not so that %s.%n%s"
                .formatted(patience.toSeconds(), what, story.get()));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void close() {
    platform.close();
  }
}
