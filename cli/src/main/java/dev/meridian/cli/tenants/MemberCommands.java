package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
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

/** Who may do what in a tenant, or on the whole platform. */
@Command(name = "member", description = "Members of a tenant (or of the platform) and their roles.")
public final class MemberCommands extends CommandGroup {
  private static final Table MEMBERS =
      Table.of(
          Column.text("USERNAME", "/username"),
          Column.text("DISPLAY NAME", "/displayName"),
          Column.text("KIND", "/kind"),
          Column.text("ROLE", "/role"),
          Column.of("COUNTS FOR", MemberCommands::reach),
          Column.of("STATE", member -> member.path("disabled").asBoolean(false) ? "disabled" : ""),
          Column.of("TENANT", MemberCommands::scope));
  private static final Table RIGHTS =
      Table.of(
          Column.text("PERMISSION", "/permission"),
          Column.text("ROLE", "/role"),
          Column.text("BY GROUP", "/group"),
          Column.of("GIVEN AT", MemberCommands::givenAt),
          Column.of("COUNTS FOR", MemberCommands::reach));
  private static final Table DETAILS =
      Table.of(
          Column.text("Username", "/username"),
          Column.text("Display name", "/displayName"),
          Column.text("Role", "/role"),
          Column.of("Tenant", MemberCommands::scope),
          Column.text("Password (shown once)", "/password"));
  private static final String PLATFORM = "/tenants/-";

  private final Session session;

  MemberCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List members.")
  int list(@Option(names = "--platform", description = "Of the platform.") boolean platform) {
    return session.printList(session.api().all(scope(platform)), MEMBERS, "No members.");
  }

  @Command(description = "Give somebody a role; makes the account when it is new.")
  int add(
      @Parameters(paramLabel = "USERNAME") String username,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description =
                  "platform-admin, platform-auditor, finance (with --platform); tenant-admin,"
                      + " tenant-developer, tenant-operator, tenant-viewer, or one of `role list`")
          String role,
      @Option(names = "--platform", description = "On the whole platform.") boolean platform,
      @Option(names = "--group", description = "The name is that of a group.") boolean group,
      @Option(names = "--display-name", paramLabel = "TEXT") @Nullable String displayName,
      @Option(
              names = "--password-stdin",
              description = "Read the password from standard input; else one is made.")
          boolean passwordFromStdin,
      @Option(names = "--only-here", description = "Not in the tenants below.") boolean onlyHere,
      @Option(
              names = "--instance",
              paramLabel = "NAME",
              description = "For this instance of the tenant only.")
          @Nullable String instance) {
    ObjectNode member = Json.object().put("username", username).put("role", role);
    if (group) {
      member.put("kind", "group");
    }
    if (displayName != null) {
      member.put("displayName", displayName);
    }
    if (instance != null) {
      member.put("scope", "instance").put("instance", instance);
    } else if (onlyHere) {
      member.put("scope", "tenant");
    }
    if (passwordFromStdin) {
      member.put(
          "password",
          session
              .terminal()
              .readLine()
              .orElseThrow(
                  () -> new CommandFailure(ExitCode.USAGE, "No password on standard input")));
    }
    return session.printOne(session.api().post(scope(platform), member), DETAILS);
  }

  @Command(description = "Take a role away from somebody, at once.")
  int remove(
      @Parameters(paramLabel = "USERNAME") String username,
      @Option(names = "--role", required = true, paramLabel = "ROLE") String role,
      @Option(names = "--platform", description = "On the whole platform.") boolean platform,
      @Option(names = "--group", description = "The name is that of a group.") boolean group,
      @Option(
              names = "--instance",
              paramLabel = "NAME",
              description = "What was given for this instance only.")
          @Nullable String instance) {
    String path = scope(platform) + "/" + Api.encode(username) + "/roles/" + Api.encode(role);
    if (instance != null) {
      path = Api.withQuery(path, "instance", instance);
    }
    session.api().delete(group ? Api.withQuery(path, "holder", "group") : path, null);
    session.terminal().err().println(username + " has the role " + role + " no more.");
    return 0;
  }

  @Command(description = "Show why somebody may what they may: the binding of each permission.")
  int rights(
      @Parameters(paramLabel = "USERNAME") String username,
      @Option(names = "--platform", description = "On the whole platform.") boolean platform) {
    JsonNode rights = session.api().get(scope(platform) + "/" + Api.encode(username) + "/rights");
    return session.printList(List.copyOf(rights.values()), RIGHTS, "No rights.");
  }

  private static String reach(JsonNode member) {
    String instance = Json.text(member, "/instance");
    return instance.isEmpty() ? Json.text(member, "/scope") : "instance " + instance;
  }

  private static String givenAt(JsonNode right) {
    String tenant = Json.text(right, "/tenantPath");
    return tenant.isEmpty() ? "(platform)" : tenant;
  }

  private static String scope(JsonNode member) {
    String tenant = Json.text(member, "/tenant/path");
    return tenant.isEmpty() ? "(platform)" : tenant;
  }

  private String scope(boolean platform) {
    return (platform ? PLATFORM : session.tenantPath()) + "/members";
  }
}
