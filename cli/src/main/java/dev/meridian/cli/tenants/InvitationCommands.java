package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Invitations of people who may have no account yet. */
@Command(name = "invitation", description = "Invite people to a tenant by a link, shown once.")
public final class InvitationCommands extends CommandGroup {
  private static final Table INVITATIONS =
      Table.of(
          Column.text("ID", "/id"),
          Column.text("E-MAIL", "/email"),
          Column.text("STATE", "/state"),
          Column.of("GIVES", InvitationCommands::gift),
          Column.text("INVITED BY", "/invitedBy"),
          Column.text("EXPIRES", "/expiresAt"),
          Column.text("ACCEPTED BY", "/acceptedBy"));
  private static final Table DETAILS =
      Table.of(
          Column.text("E-mail", "/email"),
          Column.of("Gives", InvitationCommands::gift),
          Column.text("Expires", "/expiresAt"),
          Column.text("Link (shown once)", "/link"));

  private final Session session;

  InvitationCommands(Session session) {
    this.session = session;
  }

  /** What is given: one of the two. */
  static final class Gift {
    @Option(names = "--role", paramLabel = "ROLE", description = "A role in the tenant.")
    @Nullable String role;

    @Option(names = "--group", paramLabel = "GROUP", description = "A place in a group of it.")
    @Nullable String group;
  }

  @Command(description = "List invitations, newest first.")
  int list() {
    return session.printList(session.api().all(path()), INVITATIONS, "No invitations.");
  }

  @Command(description = "Invite somebody and print the link.")
  int create(
      @Parameters(paramLabel = "E-MAIL") String email,
      @ArgGroup(multiplicity = "1") Gift gift,
      @Option(names = "--only-here", description = "Not in the tenants below.") boolean onlyHere,
      @Option(names = "--days", paramLabel = "DAYS", description = "Good for; 7, and at most 30.")
          @Nullable Integer days) {
    ObjectNode request = Json.object().put("email", email);
    if (gift.group != null) {
      request.put("group", gift.group);
    } else {
      request.put("role", gift.role);
    }
    if (onlyHere) {
      request.put("scope", "tenant");
    }
    if (days != null) {
      // A minute less, for clocks that do not agree.
      request.put(
          "expiresAt",
          Instant.now().plus(days, ChronoUnit.DAYS).minus(1, ChronoUnit.MINUTES).toString());
    }
    return session.printOne(session.api().post(path(), request), DETAILS);
  }

  @Command(description = "Take an invitation back that nobody has accepted.")
  int revoke(@Parameters(paramLabel = "ID") String id) {
    session.api().delete(path() + "/" + Api.encode(id), null);
    session.terminal().err().println("The invitation is revoked.");
    return 0;
  }

  private static String gift(JsonNode invitation) {
    String group = Json.text(invitation, "/group");
    return group.isEmpty() ? Json.text(invitation, "/role") : "group " + group;
  }

  private String path() {
    return session.tenantPath() + "/invitations";
  }
}
