package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.maintenance.TenantMaintenance;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tenants: organisations, units and teams. */
@Command(
    name = "tenant",
    description = "Tenants: organisations, units and teams.",
    subcommands = {
      DeleteTenantCommand.class,
      DeletionCommands.class,
      ExportTenantCommand.class,
      TenantIsolation.class,
      TenantMaintenance.class,
      ViewAsCommand.class
    })
public final class TenantCommands extends CommandGroup {
  private static final Table TENANTS =
      Table.of(
          Column.text("PATH", "/path"),
          Column.text("DISPLAY NAME", "/displayName"),
          Column.text("LABEL", "/label"),
          Column.state("STATE", "/state"),
          Column.of("QUOTA USED", TenantCommands::quota));

  private static final Table DETAILS =
      Table.of(
          Column.text("Path", "/path"),
          Column.text("Display name", "/displayName"),
          Column.text("Label", "/label"),
          Column.state("State", "/state"),
          Column.text("Reason", "/stateReason"),
          Column.of("Quota used", TenantCommands::quota),
          Column.text("Id", "/id"));

  private static final Table PROTECTION =
      Table.of(Column.text("Deletion protection", "/deletionProtection"));

  private static final Table MOVE =
      Table.of(
          Column.text("From", "/from"),
          Column.text("To", "/to"),
          Column.text("Tenants", "/tenants"),
          Column.of("Quotas", TenantCommands::movedQuotas),
          Column.of("Gain access", move -> movedAccess(move, true)),
          Column.of("Lose access", move -> movedAccess(move, false)));

  private final Session session;

  TenantCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List the tenants that you may see.")
  int list() {
    return session.printList(
        session.api().all("/tenants"), TENANTS, "You may see no tenant. Ask your administrator.");
  }

  @Command(description = "Create a tenant; acme/streams makes streams under acme.")
  int create(
      @Parameters(paramLabel = "PATH") String path,
      @Option(names = "--display-name", paramLabel = "TEXT") @Nullable String displayName,
      @Option(names = "--label", paramLabel = "LABEL", description = "Unique in names of pods.")
          @Nullable String label,
      @Option(
              names = "--limit",
              paramLabel = "RESOURCE=AMOUNT",
              description =
                  "cpus=8, memory=64Gi, disk=1Ti, pods=50, secrets=9, ...; may be repeated.")
          @Nullable Map<String, String> limits) {
    int slash = path.lastIndexOf('/');
    ObjectNode request = Json.object().put("name", path.substring(slash + 1));
    if (slash > 0) {
      request.put("parent", path.substring(0, slash));
    }
    if (displayName != null) {
      request.put("displayName", displayName);
    }
    if (label != null) {
      request.put("label", label);
    }
    if (limits != null) {
      request.set("limits", limits(limits));
    }
    JsonNode tenant = session.api().post("/tenants", request);
    return session.printOne(tenant, DETAILS);
  }

  @Command(description = "Set all limits of a tenant; what is not named is not limited any more.")
  int limit(
      @Parameters(paramLabel = "PATH") String path,
      @Option(
              names = "--limit",
              paramLabel = "RESOURCE=AMOUNT",
              description =
                  "cpus=8, memory=64Gi, disk=1Ti, pods=50, secrets=9, ...; may be repeated.")
          @Nullable Map<String, String> limits) {
    String tenant = path(path);
    JsonNode changed =
        session
            .api()
            .replace(tenant, tenant + "/limits", limits(limits == null ? Map.of() : limits));
    return session.printOne(changed, DETAILS);
  }

  @Command(description = "Show a tenant.")
  int show(@Parameters(paramLabel = "PATH") String path) {
    return session.printOne(session.api().get(path(path)), DETAILS);
  }

  @Command(description = "Rename a tenant; its label, and so the names of its pods, stay.")
  int rename(
      @Parameters(paramLabel = "PATH") String path,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--display-name", paramLabel = "TEXT") @Nullable String displayName) {
    ObjectNode change = Json.object().put("name", name);
    if (displayName != null) {
      change.put("displayName", displayName);
    }
    return session.printOne(session.api().replace(path(path), path(path), change), DETAILS);
  }

  @Command(description = "Move a tenant with all below it under another one.")
  int move(
      @Parameters(paramLabel = "PATH") String path,
      @Option(
              names = "--to",
              required = true,
              paramLabel = "PATH",
              description = "The new parent; - for the top.")
          String parent,
      @Option(names = "--dry-run", description = "Only show what would change.") boolean dryRun) {
    return session.printOne(
        session
            .api()
            .post(
                path(path) + "/move" + (dryRun ? "?dryRun=true" : ""),
                Json.object().put("parent", parent)),
        MOVE);
  }

  @Command(description = "Let nobody change anything in a tenant; what runs goes on.")
  int suspend(
      @Parameters(paramLabel = "PATH") String path,
      @Option(names = "--reason", paramLabel = "TEXT", description = "For its members.")
          @Nullable String reason) {
    ObjectNode request = Json.object();
    if (reason != null) {
      request.put("reason", reason);
    }
    return session.printOne(session.api().post(path(path) + "/suspend", request), DETAILS);
  }

  @Command(description = "Let members of a suspended tenant change things again.")
  int resume(@Parameters(paramLabel = "PATH") String path) {
    return session.printOne(session.api().post(path(path) + "/resume", Json.object()), DETAILS);
  }

  @Command(description = "Take the deletion of a tenant back, as long as its grace lasts.")
  int restore(@Parameters(paramLabel = "PATH") String path) {
    return session.printOne(
        session.api().post(path(path) + "/restore", Json.object()), DeletionCommands.DETAILS);
  }

  @Command(description = "Refuse the deletion of a tenant until unprotect.")
  int protect(@Parameters(paramLabel = "PATH") String path) {
    return protection(path, true);
  }

  @Command(description = "Allow the deletion of a tenant again.")
  int unprotect(@Parameters(paramLabel = "PATH") String path) {
    return protection(path, false);
  }

  private int protection(String path, boolean on) {
    return session.printOne(
        session.api().put(path(path) + "/protection", Json.object().put("deletionProtection", on)),
        PROTECTION);
  }

  static String path(String tenant) {
    return "/tenants/" + tenant.replace("/", "~");
  }

  private static String movedQuotas(JsonNode move) {
    return move.path("quotas").values().stream()
        .map(
            line ->
                "%s of %s: %s of %s used after the move"
                    .formatted(
                        Json.text(line, "/resource"),
                        Json.text(line, "/tenantPath"),
                        amount(line, "/used"),
                        amount(line, "/limit")))
        .collect(Collectors.joining("; "));
  }

  private static String movedAccess(JsonNode move, boolean gained) {
    return move.path("access").values().stream()
        .filter(one -> one.path("gained").asBoolean(false) == gained)
        .map(one -> Json.text(one, "/username") + " (" + Json.text(one, "/role") + ")")
        .collect(Collectors.joining(", "));
  }

  private ObjectNode limits(Map<String, String> asked) {
    ObjectNode node = Json.object();
    new LinkedHashMap<>(asked).forEach((resource, amount) -> putLimit(node, resource, amount));
    return node;
  }

  private void putLimit(ObjectNode limits, String resource, String amount) {
    try {
      switch (resource) {
        case "cpus", "gpus" -> limits.put(resource, new java.math.BigDecimal(amount));
        case "memory", "disk" -> limits.put(resource, Units.size(amount));
        case "pods", "instances", "volumes", "secrets" ->
            limits.put(resource, Integer.parseInt(amount));
        default ->
            throw wrongUse(
                "\""
                    + resource
                    + "\" has no limit. Give cpus, memory, disk, pods, gpus, instances, volumes or secrets");
      }
    } catch (NumberFormatException noNumber) {
      throw wrongUse("--limit " + resource + "=" + amount + ": no number");
    } catch (IllegalArgumentException noSize) {
      throw wrongUse("--limit " + resource + ": " + noSize.getMessage());
    }
  }

  private static String quota(JsonNode tenant) {
    return tenant.path("quota").values().stream()
        .filter(line -> line.path("limit").isNumber())
        .map(
            line ->
                Json.text(line, "/resource")
                    + " "
                    + amount(line, "/used")
                    + " of "
                    + amount(line, "/limit"))
        .collect(Collectors.joining(", "));
  }

  private static String amount(JsonNode line, String pointer) {
    String resource = Json.text(line, "/resource");
    return resource.equals("memory") || resource.equals("disk")
        ? Units.bytes(line.at(pointer).asLong(0))
        // As the server counts them: a limit of a quarter of a core is not 0.3.
        : line.at(pointer).asString("0");
  }
}
