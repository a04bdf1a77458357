package dev.meridian.cli.instances;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.maintenance.InstanceMaintenance;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Service instances of a tenant. */
@Command(
    name = "instance",
    description = "Service instances: what tenants installed.",
    subcommands = {InstallCommand.class, UninstallCommand.class, InstanceMaintenance.class})
public final class InstanceCommands extends CommandGroup {
  static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Tenant", "/tenant/path"),
          Column.of(
              "Package",
              item -> Json.text(item, "/package") + " " + Json.text(item, "/packageVersion")),
          Column.state("State", "/state"),
          Column.text("Status", "/status"),
          Column.moment("Since", "/since"),
          Column.of("Pods", InstanceCommands::pods),
          Column.number("Configuration", "/targetConfiguration"),
          Column.list("Regions", "/placement/regions"),
          Column.text("Spread", "/placement/spread"),
          Column.text("Created by", "/createdBy"),
          Column.moment("Created", "/createdAt"),
          Column.text("Id", "/id"));
  private static final Table LIST =
      Table.of(
          Column.text("NAME", "/name"),
          Column.text("TENANT", "/tenant/path"),
          Column.text("PACKAGE", "/package"),
          Column.text("VERSION", "/packageVersion"),
          Column.state("STATE", "/state"),
          Column.of("PODS READY", InstanceCommands::ready),
          Column.text("STATUS", "/status"));
  private static final Table PROTECTION =
      Table.of(Column.text("Deletion protection", "/deletionProtection"));
  private static final Table OPTIONS =
      Table.of(
          Column.text("OPTION", "/option"),
          Column.text("VALUE", "/value"),
          Column.text("FROM", "/origin"));

  private final Session session;

  InstanceCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List instances; of the whole platform for administrators.")
  int list(
      @Option(names = "--package", paramLabel = "NAME") @Nullable String packageName,
      @Option(names = "--state", paramLabel = "STATE") @Nullable String state) {
    boolean everywhere =
        session.tenantAsked().isEmpty()
            && session.api().get("/me").at("/permissions/platform").values().stream()
                .anyMatch(permission -> permission.asString("").equals("instance:read"));
    String path = everywhere ? "/instances" : session.tenantPath() + "/instances";
    path = packageName == null ? path : Api.withQuery(path, "package", packageName);
    path = state == null ? path : Api.withQuery(path, "state", state);
    return session.printList(
        session.api().all(path),
        LIST,
        "No instances. Install one: meridian instance install NAME PACKAGE");
  }

  @Command(description = "Show one instance.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    return session.printOne(session.api().get(InstancePath.of(session, name)), DETAILS);
  }

  @Command(description = "Show the options in force and where each comes from.")
  int options(@Parameters(paramLabel = "NAME") String name) {
    JsonNode options = session.api().get(InstancePath.of(session, name) + "/options");
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(options));
      return ExitCode.OK.number();
    }
    List<JsonNode> rows = new ArrayList<>();
    addLeaves("", options.path("values"), options.path("origin"), rows);
    return session.printList(rows, OPTIONS, "No options.");
  }

  @Command(description = "Refuse to uninstall an instance, or delete its tenant, until unprotect.")
  int protect(@Parameters(paramLabel = "NAME") String name) {
    return protection(name, true);
  }

  @Command(description = "Allow to uninstall an instance again.")
  int unprotect(@Parameters(paramLabel = "NAME") String name) {
    return protection(name, false);
  }

  private int protection(String name, boolean on) {
    return session.printOne(
        session
            .api()
            .put(
                InstancePath.of(session, name) + "/protection",
                Json.object().put("deletionProtection", on)),
        PROTECTION);
  }

  private static void addLeaves(
      String pointer, JsonNode value, JsonNode origin, List<JsonNode> rows) {
    if (value.isObject() && !value.isEmpty()) {
      value
          .properties()
          .forEach(
              entry -> addLeaves(pointer + "/" + entry.getKey(), entry.getValue(), origin, rows));
      return;
    }
    ObjectNode row = Json.object().put("option", pointer);
    row.put("value", value.isString() ? value.stringValue() : Json.compact(value));
    rows.add(row.put("origin", origin.path(pointer).asString("")));
  }

  private static String ready(JsonNode instance) {
    return Units.number(instance.at("/pods/ready").asInt(0))
        + " / "
        + Units.number(instance.at("/pods/total").asInt(0));
  }

  private static String pods(JsonNode instance) {
    return Json.text(instance, "/pods/ready")
        + " ready, "
        + Json.text(instance, "/pods/running")
        + " running, "
        + Json.text(instance, "/pods/total")
        + " in all";
  }
}
