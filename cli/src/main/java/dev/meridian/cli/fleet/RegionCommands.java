package dev.meridian.cli.fleet;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Regions, and the tokens by which nodes join them. */
@Command(name = "region", description = "Regions: clusters and sites that joined.")
public final class RegionCommands extends CommandGroup {
  private static final Table LIST =
      Table.of(
          Column.text("NAME", "/name"),
          Column.text("PROVIDER", "/provider"),
          Column.text("NETWORK", "/network"),
          Column.state("STATE", "/state"),
          Column.share("NODES READY", "/nodesReady", "/nodes", node -> node.asString("")),
          Column.number("PODS", "/pods"),
          Column.share(
              "CPUS USED",
              "/allocated/cpus",
              "/capacity/cpus",
              node -> Units.number(node.asDouble(0))),
          Column.share(
              "MEMORY USED",
              "/allocated/memoryBytes",
              "/capacity/memoryBytes",
              node -> Units.bytes(node.asLong(0))),
          Column.text("REASON", "/stateReason"));
  private static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Display name", "/displayName"),
          Column.text("Id", "/id"),
          Column.text("Provider", "/provider"),
          Column.text("Network", "/network"),
          Column.state("State", "/state"),
          Column.text("Reason", "/stateReason"),
          Column.list("Zones", "/zones"),
          Column.share("Nodes ready", "/nodesReady", "/nodes", node -> node.asString("")),
          Column.number("Pods", "/pods"),
          Column.of("Isolation", region -> summed(region, "/isolation/given", "/isolation")),
          Column.of("Not enforced", region -> summed(region, "/isolation/notEnforced", "/what")),
          Column.moment("Last seen", "/lastSeenAt"),
          Column.moment("Created", "/createdAt"));
  private static final Table TOKEN =
      Table.of(
          Column.text("Token", "/token"),
          Column.moment("Expires", "/expiresAt"),
          Column.number("Uses", "/uses"),
          Column.text("On the node", "/command"));

  private final Session session;

  RegionCommands(Session session) {
    this.session = session;
  }

  /** Each with the number of nodes, such as "user on 2, process on 1". */
  private static String summed(JsonNode region, String list, String what) {
    return region.at(list).values().stream()
        .map(one -> Json.text(one, what) + " on " + Json.text(one, "/nodes"))
        .collect(Collectors.joining(", "));
  }

  @Command(description = "List regions.")
  int list() {
    return session.printList(
        session.api().all("/regions"),
        LIST,
        "No region yet. Create one: meridian region create NAME --provider on-prem");
  }

  @Command(description = "Show one region.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    return session.printOne(session.api().get("/regions/" + Api.encode(name)), DETAILS);
  }

  @Command(description = "Create a region; nodes join it with a join token.")
  int create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--provider",
              required = true,
              paramLabel = "PROVIDER",
              description = "on-prem, aws, azure, gcp or edge")
          String provider,
      @Option(
              names = "--network",
              paramLabel = "NAME",
              description = "What its addresses can reach (default: default).")
          @Nullable String network,
      @Option(names = "--display-name", paramLabel = "TEXT") @Nullable String displayName) {
    ObjectNode region = Json.object().put("name", name).put("provider", provider);
    Json.putGiven(region, "network", network);
    Json.putGiven(region, "displayName", displayName);
    return session.printOne(session.api().post("/regions", region), DETAILS);
  }

  @Command(description = "Change a region's display name.")
  int update(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--display-name", required = true, paramLabel = "TEXT") String displayName) {
    String path = "/regions/" + Api.encode(name);
    return session.printOne(
        session.api().replace(path, path, Json.object().put("displayName", displayName)), DETAILS);
  }

  @Command(name = "join-token", description = "Make a token by which a node joins a region.")
  int joinToken(
      @Parameters(paramLabel = "REGION") String region,
      @Option(names = "--uses", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
          int uses,
      @Option(
              names = "--expires-in",
              defaultValue = "1h",
              paramLabel = "DURATION",
              description = "Default: ${DEFAULT-VALUE}")
          String expiresIn,
      @Option(names = "--zone", paramLabel = "ZONE") @Nullable String zone,
      @Option(names = "--quiet", description = "Print the token alone.") boolean quiet) {
    ObjectNode request =
        Json.object().put("uses", uses).put("expiresIn", Units.duration(expiresIn).toString());
    Json.putGiven(request, "zone", zone);
    JsonNode token = session.api().post("/regions/" + Api.encode(region) + "/join-tokens", request);
    if (quiet && !session.wantsJson()) {
      session.terminal().out().println(Json.text(token, "/token"));
      return 0;
    }
    return session.printOne(token, TOKEN);
  }
}
