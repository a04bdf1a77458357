package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups of a tenant; roles are given to them by {@code member add --group}. */
@Command(
    name = "group",
    description = "Groups of a tenant: what one is given, each of its members has.")
public final class GroupCommands extends CommandGroup {
  private static final Table GROUPS =
      Table.of(
          Column.text("NAME", "/name"),
          Column.text("DISPLAY NAME", "/displayName"),
          Column.text("MEMBERS", "/members"));
  private static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Display name", "/displayName"),
          Column.text("Members", "/members"),
          Column.of("Roles", GroupCommands::roles));
  private static final Table MEMBERS =
      Table.of(
          Column.text("USERNAME", "/username"),
          Column.text("DISPLAY NAME", "/displayName"),
          Column.text("KIND", "/kind"),
          Column.of("STATE", member -> member.path("disabled").asBoolean(false) ? "disabled" : ""));

  private final Session session;

  GroupCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List the groups of the tenant.")
  int list() {
    return session.printList(session.api().all(path()), GROUPS, "No groups.");
  }

  @Command(description = "Show a group and what it is given.")
  int show(@Parameters(paramLabel = "GROUP") String group) {
    return session.printOne(session.api().get(path(group)), DETAILS);
  }

  @Command(description = "Make a group without members.")
  int create(
      @Parameters(paramLabel = "GROUP") String group,
      @Option(names = "--display-name", paramLabel = "TEXT") @Nullable String displayName) {
    ObjectNode request = Json.object().put("name", group);
    if (displayName != null) {
      request.put("displayName", displayName);
    }
    return session.printOne(session.api().post(path(), request), DETAILS);
  }

  @Command(description = "Change how people read the name of a group.")
  int rename(
      @Parameters(paramLabel = "GROUP") String group,
      @Option(names = "--display-name", required = true, paramLabel = "TEXT") String displayName) {
    return session.printOne(
        session
            .api()
            .replace(path(group), path(group), Json.object().put("displayName", displayName)),
        DETAILS);
  }

  @Command(description = "Delete a group; what it was given ends for its members, at once.")
  int delete(@Parameters(paramLabel = "GROUP") String group) {
    session.api().delete(path(group), null);
    session.terminal().err().println("The group " + group + " is deleted.");
    return 0;
  }

  @Command(description = "List who is in a group.")
  int members(@Parameters(paramLabel = "GROUP") String group) {
    return session.printList(
        session.api().all(path(group) + "/members"), MEMBERS, "Nobody is in it.");
  }

  @Command(
      name = "add-member",
      description = "Put somebody into a group; you must hold all that it holds.")
  int addMember(
      @Parameters(paramLabel = "GROUP") String group,
      @Parameters(paramLabel = "USERNAME") String username) {
    session.api().put(member(group, username), Json.object());
    session.terminal().err().println(username + " is in the group " + group + ".");
    return 0;
  }

  @Command(name = "remove-member", description = "Take somebody out of a group, at once.")
  int removeMember(
      @Parameters(paramLabel = "GROUP") String group,
      @Parameters(paramLabel = "USERNAME") String username) {
    session.api().delete(member(group, username), null);
    session.terminal().err().println(username + " is in the group " + group + " no more.");
    return 0;
  }

  private static String roles(JsonNode group) {
    StringBuilder roles = new StringBuilder();
    for (JsonNode role : group.path("roles")) {
      String tenant = Json.text(role, "/tenantPath");
      roles
          .append(roles.isEmpty() ? "" : ", ")
          .append(Json.text(role, "/role"))
          .append(" at ")
          .append(tenant.isEmpty() ? "(platform)" : tenant);
    }
    return roles.toString();
  }

  private String path() {
    return session.tenantPath() + "/groups";
  }

  private String path(String group) {
    return path() + "/" + Api.encode(group);
  }

  private String member(String group, String username) {
    return path(group) + "/members/" + Api.encode(username);
  }
}
