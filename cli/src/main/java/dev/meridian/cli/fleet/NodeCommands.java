package dev.meridian.cli.fleet;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Nodes: machines in the zones of regions. */
@Command(name = "node", description = "Nodes: the machines of regions.")
public final class NodeCommands extends CommandGroup {
  private static final Column CPUS =
      Column.share(
          "CPUS USED", "/allocated/cpus", "/capacity/cpus", node -> Units.number(node.asDouble(0)));
  private static final Column MEMORY =
      Column.share(
          "MEMORY USED",
          "/allocated/memoryBytes",
          "/capacity/memoryBytes",
          node -> Units.bytes(node.asLong(0)));
  private static final Column DISK =
      Column.share(
          "DISK USED",
          "/allocated/diskBytes",
          "/capacity/diskBytes",
          node -> Units.bytes(node.asLong(0)));
  private static final Table LIST =
      Table.of(
          Column.text("NAME", "/name"),
          Column.text("REGION", "/region"),
          Column.text("ZONE", "/zone"),
          Column.text("RUNTIME", "/runtime"),
          Column.state("STATE", "/state"),
          Column.text("ADDRESS", "/address"),
          Column.number("PODS", "/pods"),
          CPUS,
          MEMORY,
          DISK,
          Column.of("NOT ENFORCED", NodeCommands::notEnforced),
          Column.text("REASON", "/stateReason"));
  private static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Id", "/id"),
          Column.text("Region", "/region"),
          Column.text("Zone", "/zone"),
          Column.text("Runtime", "/runtime"),
          Column.text("Isolation", "/isolation"),
          Column.state("State", "/state"),
          Column.text("Reason", "/stateReason"),
          Column.text("Address", "/address"),
          Column.text("Advertised", "/advertisedAddress"),
          Column.of(
              "Ports",
              node -> Json.text(node, "/ports/begin") + "-" + Json.text(node, "/ports/end")),
          Column.number("Pods", "/pods"),
          new Column("Cpus used", true, CPUS.text(), CPUS.style()),
          new Column("Memory used", true, MEMORY.text(), MEMORY.style()),
          new Column("Disk used", true, DISK.text(), DISK.style()),
          Column.bytes("Disk free", "/diskFreeBytes"),
          Column.of("JDKs", NodeCommands::javaHomes),
          Column.list("Not enforced", "/notEnforced"),
          Column.text("Agent", "/agentVersion"),
          Column.moment("Last seen", "/lastSeenAt"),
          Column.moment("Joined", "/joinedAt"));

  private static final Table PODS =
      Table.of(
          Column.text("TENANT", "/tenant"),
          Column.text("INSTANCE", "/instance"),
          Column.text("POD", "/pod"),
          Column.state("STATE", "/state"),
          Column.number("INCARNATION", "/incarnation"),
          Column.text("KNOWN", "/known"),
          Column.text("POD ID", "/podId"));
  private static final Table VOLUMES =
      Table.of(
          Column.text("TENANT", "/tenant"),
          Column.text("POD", "/pod"),
          Column.bytes("USED", "/usedBytes"),
          Column.text("KNOWN", "/known"),
          Column.text("VOLUME ID", "/volumeId"));
  private static final Table GIVEN_UP_PODS =
      Table.of(
          Column.text("TENANT", "/tenant"),
          Column.text("INSTANCE", "/instance"),
          Column.text("POD", "/pod"),
          Column.text("POD ID", "/id"));
  private static final Table GIVEN_UP_VOLUMES =
      Table.of(
          Column.text("TENANT", "/tenant"),
          Column.text("INSTANCE", "/instance"),
          Column.text("POD", "/pod"),
          Column.text("PATH", "/path"),
          Column.bytes("SIZE", "/sizeBytes"),
          Column.text("VOLUME ID", "/id"));

  private final Session session;

  NodeCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List nodes.")
  int list(
      @Option(names = "--region", paramLabel = "NAME") @Nullable String region,
      @Option(names = "--state", paramLabel = "STATE") @Nullable String state) {
    String path = region == null ? "/nodes" : Api.withQuery("/nodes", "region", region);
    path = state == null ? path : Api.withQuery(path, "state", state);
    return session.printList(
        session.api().all(path), LIST, "No node. Let one join: meridian region join-token REGION");
  }

  @Command(description = "Show one node by name or id.")
  int show(@Parameters(paramLabel = "NODE") String node) {
    return session.printOne(byNameOrId(node), DETAILS);
  }

  @Command(description = "Show what a node on hold has, as its agent listed it.")
  int inventory(@Parameters(paramLabel = "NODE") String node) {
    JsonNode inventory = session.api().get(path(byNameOrId(node)) + "/inventory");
    if (!inventory.path("listed").asBoolean(false) && !session.wantsJson()) {
      session.terminal().out().println("Its agent has not listed yet what it has.");
      return ExitCode.OK.number();
    }
    return printBoth(inventory, PODS, VOLUMES, "It listed no");
  }

  @Command(
      description =
          "Let a node on hold go on: it takes this database's history for its own. What it runs that the database does not know goes on untouched.")
  int resume(@Parameters(paramLabel = "NODE") String node) {
    return session.printOne(
        session.api().post(path(byNameOrId(node)) + "/resume", Json.object()), DETAILS);
  }

  @Command(
      name = "declare-dead",
      description =
          "Declare a node dead, whose machine will not come back: its pods may be started elsewhere.")
  int declareDead(
      @Parameters(paramLabel = "NODE") String node,
      @Option(names = "--confirm", paramLabel = "NAME", description = "The name again.")
          @Nullable String confirm) {
    return session.printOne(
        confirmed(
            node,
            "declare-dead",
            confirm,
            "Pods of %s may be started elsewhere, even if they still run there."),
        DETAILS);
  }

  @Command(
      description =
          "Remove a dead node for good, with the volumes that only it has. Prints what is given up.")
  int remove(
      @Parameters(paramLabel = "NODE") String node,
      @Option(names = "--confirm", paramLabel = "NAME", description = "The name again.")
          @Nullable String confirm) {
    return printBoth(
        confirmed(node, "remove", confirm, "Every volume that %s has is given up for good."),
        GIVEN_UP_PODS,
        GIVEN_UP_VOLUMES,
        "It gave up no");
  }

  private int printBoth(JsonNode answer, Table pods, Table volumes, String none) {
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(answer));
      return ExitCode.OK.number();
    }
    session.printList(answer.path("pods").values().stream().toList(), pods, none + " pods.");
    return session.printList(
        answer.path("volumes").values().stream().toList(), volumes, none + " volumes.");
  }

  private JsonNode confirmed(
      String nameOrId, String verb, @Nullable String confirm, String warning) {
    JsonNode node = byNameOrId(nameOrId);
    String name = Json.text(node, "/name");
    String sentence = warning.formatted(name);
    String typed = confirm;
    if (typed == null && session.terminal().interactive()) {
      typed = session.terminal().ask(sentence + " Type its name to go on:");
    }
    if (!name.equals(typed)) {
      throw new CommandFailure(
          ExitCode.USAGE, sentence + " Say so with --confirm %s.".formatted(name));
    }
    return session.api().post(path(node) + "/" + verb, Json.object().put("confirm", typed));
  }

  private static String path(JsonNode node) {
    return "/nodes/" + Json.text(node, "/id");
  }

  private JsonNode byNameOrId(String nameOrId) {
    List<JsonNode> named =
        session.api().all("/nodes").stream()
            .filter(
                node ->
                    Json.text(node, "/name").equals(nameOrId)
                        || Json.text(node, "/id").equals(nameOrId))
            .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (named.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, "There is no node " + nameOrId + ". See: meridian node list");
    }
    throw new CommandFailure(
        ExitCode.CONFLICT,
        "Several nodes are named "
            + nameOrId
            + ". Name one by id: "
            + named.stream().map(node -> Json.text(node, "/id")).collect(Collectors.joining(", ")));
  }

  /** What each note is about; {@code show} has the reasons. */
  private static String notEnforced(JsonNode node) {
    return node.path("notEnforced").values().stream()
        .map(note -> note.asString().split(":", 2)[0])
        .collect(Collectors.joining(", "));
  }

  private static String javaHomes(JsonNode node) {
    return node.path("javaHomes").values().stream()
        .map(home -> Json.text(home, "/version") + " at " + Json.text(home, "/home"))
        .collect(Collectors.joining("\n"));
  }
}
