package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.auth.PasswordBearer;
import dev.meridian.cli.catalog.PackagePublisher;
import dev.meridian.cli.instances.PlanWatch;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** One run of the demo, from an empty or used folder to a filled platform and a proven Kafka. */
final class Demo {
  private static final Duration NODES_READY = Duration.ofSeconds(60);
  private static final Duration DEPLOYED = Duration.ofMinutes(5);

  private static final String TENANT_USERS = "tenant users: ";

  private final Session session;
  private final DemoFolder folder;
  private final Programs programs;
  private final ProcessRegister register;
  private final Launcher launcher;
  private final SignIns signIns;
  private final URI url;
  private final int agentPort;
  private final boolean withKafka;
  private final Steps steps;

  Demo(
      Session session,
      DemoFolder folder,
      Programs programs,
      ProcessRegister register,
      SignIns signIns,
      DemoCommand options) {
    this.session = session;
    this.folder = folder;
    this.programs = programs;
    this.register = register;
    this.launcher = new Launcher(programs, folder, register);
    this.signIns = signIns;
    this.url = URI.create("http://127.0.0.1:" + options.port);
    this.agentPort = options.agentPort;
    this.withKafka = !options.noKafka;
    this.steps = new Steps(session.terminal(), session.palette());
  }

  URI url() {
    return url;
  }

  /** Starts and fills everything; returns when Kafka is proven, if it is wanted. */
  void run() {
    steps.say("Starting the control plane with its database in " + folder.root());
    launcher.controlPlane(url, agentPort, signIns.of(DemoWorld.ADMIN));
    steps.say("The control plane is ready at " + url);
    Api admin = api(DemoWorld.ADMIN);
    Setup setup = new Setup(admin);
    setup.regions();
    inParallel(() -> startAgents(setup), () -> publishCatalog(admin), () -> people(setup));
    awaitNodes(admin);
    if (withKafka) {
      Api developer = api(DemoWorld.DEVELOPER);
      install(developer);
      prove(developer);
    }
  }

  private void startAgents(Setup setup) {
    Set<String> joined = setup.joinedNodes();
    for (DemoWorld.DemoNode node : DemoWorld.NODES) {
      Optional<String> token =
          joined.contains(node.name()) ? Optional.empty() : Optional.of(setup.joinToken(node));
      launcher.agent(node, agentPort, token);
    }
  }

  private void people(Setup setup) {
    setup.tenants();
    setup.people(signIns);
    steps.say("Tenants acme, acme/streams and globex; people admin, dana and fin");
  }

  private void publishCatalog(Api admin) {
    PackagePublisher publisher = new PackagePublisher(admin, folder.bundles());
    for (String published : publisher.publishAll(programs.catalog(), steps::say)) {
      steps.say(published);
    }
  }

  private void awaitNodes(Api admin) {
    long deadline = System.nanoTime() + NODES_READY.toNanos();
    while (true) {
      List<JsonNode> nodes = admin.all("/nodes");
      long ready = nodes.stream().filter(node -> Json.text(node, "/state").equals("READY")).count();
      if (ready == DemoWorld.NODES.size()) {
        steps.say(ready + " nodes in " + DemoWorld.REGIONS.size() + " regions are ready");
        sayWhoServicesRunAs(nodes);
        return;
      }
      for (DemoWorld.DemoNode node : DemoWorld.NODES) {
        launcher
            .ended(node)
            .ifPresent(
                failure -> {
                  throw failure;
                });
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "Only %d of %d nodes are ready after %d s. Their logs are in %s"
                .formatted(
                    ready,
                    DemoWorld.NODES.size(),
                    NODES_READY.toSeconds(),
                    folder.log("x").getParent()));
      }
      pause();
    }
  }

  /** Says it when services do not run as users of their own, and why. */
  private void sayWhoServicesRunAs(List<JsonNode> nodes) {
    nodes.stream()
        .flatMap(node -> node.path("notEnforced").values().stream())
        .map(JsonNode::asString)
        .filter(note -> note.startsWith(TENANT_USERS))
        .map(note -> note.substring(TENANT_USERS.length()))
        .distinct()
        .forEach(
            why ->
                steps.say(
                    "Services run as "
                        + System.getProperty("user.name")
                        + ", not as users of their own: "
                        + why));
  }

  private void install(Api developer) {
    boolean known = Setup.install(developer);
    steps.say(
        known
            ? "kafka of acme/streams is still there; waiting until it is deployed and ready"
            : "dana installs kafka with three brokers in acme/streams");
    String path =
        "/tenants/" + DemoWorld.TENANT.replace("/", "~") + "/instances/" + DemoWorld.INSTANCE;
    PlanWatch.Outcome outcome =
        new PlanWatch(
                developer, session.terminal(), session.palette(), session.environment().clock())
            .until(path + "/plans/deploy", DEPLOYED, false);
    if (outcome.exitCode() != ExitCode.OK) {
      throw new CommandFailure(
          outcome.exitCode(),
          "kafka is not deployed. Look: ./meridian pod list kafka --tenant " + DemoWorld.TENANT);
    }
    awaitReadyPods(developer, path);
    steps.say("kafka is deployed");
  }

  /** After a restart of everything the plan is complete already while brokers still come up. */
  private void awaitReadyPods(Api developer, String path) {
    long deadline = System.nanoTime() + DEPLOYED.toNanos();
    while (true) {
      JsonNode instance = developer.get(path);
      if (Json.text(instance, "/state").equals("RUNNING")
          && instance.at("/pods/ready").asInt(0) == instance.at("/pods/total").asInt(-1)) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            ExitCode.TIMED_OUT, "kafka is not ready: " + Json.text(instance, "/status"));
      }
      pause();
    }
  }

  private void prove(Api developer) {
    String bootstrap = Proof.bootstrap(developer);
    steps.say("A Kafka client connects to " + bootstrap);
    steps.say(session.palette().good(new Proof(programs, folder, register).run(bootstrap)));
  }

  private Api api(DemoWorld.DemoPerson person) {
    ControlPlaneAddress address = ControlPlaneAddress.of(url);
    return new Api(
        address,
        new PasswordBearer(
            address, session.environment().clock(), person.username(), signIns.of(person)));
  }

  private void inParallel(Runnable... parts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running =
          java.util.Arrays.stream(parts).<Future<?>>map(threads::submit).toList();
      for (Future<?> part : running) {
        part.get();
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "The demo was interrupted");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "The demo was interrupted");
    }
  }

  /** What somebody needs to go on by themselves. */
  void tellHowToGoOn(boolean keepsRunning) {
    steps.plain("");
    steps.plain("  Web:       " + session.palette().strong(url.toString()));
    for (DemoWorld.DemoPerson person : DemoWorld.PEOPLE) {
      steps.plain(
          "  %-10s %-18s %s"
              .formatted(
                  person.username(),
                  signIns.generated() ? signIns.of(person) : "(see below)",
                  person.role() + (person.tenant().equals("-") ? "" : " of " + person.tenant())));
    }
    if (!signIns.generated()) {
      steps.plain("  Passwords are those of the first run; they are kept in " + folder.signIns());
    }
    steps.plain("  Try:       ./meridian login --url " + url + " && ./meridian node list");
    if (keepsRunning) {
      steps.plain("  Ctrl-C stops everything; the next ./meridian demo finds it again.");
    }
  }
}
