package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Roles that may be given at a tenant. */
@Command(
    name = "role",
    description = "Roles: what they give, and those that a tenant makes for its subtree.")
public final class RoleCommands extends CommandGroup {
  private static final Table ROLES =
      Table.of(
          Column.text("NAME", "/name"),
          Column.of("MADE BY", RoleCommands::owner),
          Column.list("PERMISSIONS", "/permissions"));
  private static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Description", "/description"),
          Column.of("Made by", RoleCommands::owner),
          Column.list("Permissions", "/permissions"));

  private final Session session;

  RoleCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List the roles that may be given here.")
  int list() {
    return session.printList(session.api().all(path()), ROLES, "No roles.");
  }

  @Command(description = "Show what a role gives.")
  int show(@Parameters(paramLabel = "ROLE") String role) {
    return session.printOne(session.api().get(path(role)), DETAILS);
  }

  @Command(description = "Make a role of permissions that you have in the tenant and below it.")
  int create(
      @Parameters(paramLabel = "ROLE") String role,
      @Option(
              names = "--permission",
              required = true,
              paramLabel = "RESOURCE:VERB",
              description = "Such as pod:write; may be repeated.")
          List<String> permissions,
      @Option(names = "--description", paramLabel = "TEXT") @Nullable String description) {
    ObjectNode request = contents(permissions, description).put("name", role);
    return session.printOne(session.api().post(path(), request), DETAILS);
  }

  @Command(description = "Replace what a role gives, for all who have it, at once.")
  int change(
      @Parameters(paramLabel = "ROLE") String role,
      @Option(names = "--permission", required = true, paramLabel = "RESOURCE:VERB")
          List<String> permissions,
      @Option(names = "--description", paramLabel = "TEXT") @Nullable String description) {
    return session.printOne(
        session.api().replace(path(role), path(role), contents(permissions, description)), DETAILS);
  }

  @Command(description = "Delete a role that nobody has any more.")
  int delete(@Parameters(paramLabel = "ROLE") String role) {
    session.api().delete(path(role), null);
    session.terminal().err().println("The role " + role + " is deleted.");
    return 0;
  }

  private static ObjectNode contents(List<String> permissions, @Nullable String description) {
    ObjectNode contents = Json.object();
    contents.set("permissions", Json.texts(permissions));
    if (description != null) {
      contents.put("description", description);
    }
    return contents;
  }

  private static String owner(JsonNode role) {
    if (role.path("builtIn").asBoolean(false)) {
      return "(built in)";
    }
    String tenant = Json.text(role, "/tenantPath");
    return tenant.isEmpty() ? "(platform)" : tenant;
  }

  private String path() {
    return session.tenantPath() + "/roles";
  }

  private String path(String role) {
    return path() + "/" + Api.encode(role);
  }
}
