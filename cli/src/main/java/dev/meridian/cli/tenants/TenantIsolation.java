package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** How far nodes must keep a tenant apart from others to run its pods. */
@Command(
    name = "isolation",
    description = "The isolation that a tenant demands of nodes, for itself and all below it.")
final class TenantIsolation extends CommandGroup {
  /** What every node gives. */
  private static final String NOTHING = "process";

  private static final Table DETAILS =
      Table.of(
          Column.text("Own demand", "/least"),
          Column.text("In force", "/inForce"),
          Column.of("From", TenantIsolation::from));
  private static final Table UNMET =
      Table.of(
          Column.text("TENANT", "/tenant"),
          Column.text("INSTANCE", "/instance"),
          Column.text("POD", "/pod"),
          Column.text("REGION", "/region"),
          Column.text("NODE", "/node"),
          Column.text("DEMANDED", "/demanded"),
          Column.text("GIVEN", "/given"));

  private final Session session;

  TenantIsolation(Session session) {
    this.session = session;
  }

  @Command(description = "Show what a tenant demands, and what is in force by those above it.")
  int show(@Parameters(paramLabel = "PATH") String tenant) {
    return session.printOne(session.api().get(path(tenant)), DETAILS);
  }

  @Command(description = "Demand a least isolation; - is the platform. Pods that run keep running.")
  int set(
      @Parameters(paramLabel = "PATH") String tenant,
      @Option(
              names = "--least",
              required = true,
              paramLabel = "LEVEL",
              description = "user: an OS user for each tenant; container: containers or more.")
          String least) {
    return replace(tenant, least);
  }

  @Command(description = "Demand nothing any more; what tenants above demand stays in force.")
  int clear(@Parameters(paramLabel = "PATH") String tenant) {
    return replace(tenant, NOTHING);
  }

  @Command(description = "List pods on nodes that give less than is demanded.")
  int unmet(
      @Parameters(paramLabel = "PATH") String tenant,
      @Option(names = "--below", description = "With those of the tenants below it.")
          boolean below) {
    return session.printList(
        session.api().all(path(tenant) + "/unmet?subtree=" + below),
        UNMET,
        "Every pod has the isolation that is demanded.");
  }

  private int replace(String tenant, String least) {
    JsonNode body = Json.object().put("least", least);
    return session.printOne(session.api().replace(path(tenant), path(tenant), body), DETAILS);
  }

  private static String path(String tenant) {
    return TenantCommands.path(tenant) + "/isolation";
  }

  private static String from(JsonNode answer) {
    String from = Json.text(answer, "/from");
    return from.equals("-") ? "the platform" : from;
  }
}
