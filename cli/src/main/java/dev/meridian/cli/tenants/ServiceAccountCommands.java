package dev.meridian.cli.tenants;

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

/** Accounts for programs, and the keys with which they sign in. */
@Command(
    name = "service-account",
    description = {
      "Accounts for programs, with keys that run out and are replaced one by one.",
      "A program sets MERIDIAN_CLIENT_ID to the name and MERIDIAN_CLIENT_SECRET to a key's secret."
    })
public final class ServiceAccountCommands extends CommandGroup {
  private static final Table ACCOUNTS =
      Table.of(
          Column.text("USERNAME", "/username"),
          Column.text("DISPLAY NAME", "/displayName"),
          Column.of("KEYS", account -> String.valueOf(account.path("keys").size())),
          Column.of("STATE", one -> one.path("disabled").asBoolean(false) ? "disabled" : ""));
  private static final Table KEYS =
      Table.of(
          Column.text("ID", "/id"),
          Column.text("NAME", "/name"),
          Column.text("CREATED", "/createdAt"),
          Column.text("BY", "/createdBy"),
          Column.of("EXPIRES", key -> or(Json.text(key, "/expiresAt"))),
          Column.of("LAST USED", key -> or(Json.text(key, "/lastUsedAt"))));
  private static final Table CREATED =
      Table.of(
          Column.text("Client id", "/username"),
          Column.text("Key", "/keys/0/id"),
          Column.text("Expires", "/keys/0/expiresAt"),
          Column.text("Client secret (shown once)", "/keys/0/secret"));
  private static final Table NEW_KEY =
      Table.of(
          Column.text("Key", "/id"),
          Column.text("Name", "/name"),
          Column.text("Expires", "/expiresAt"),
          Column.text("Client secret (shown once)", "/secret"));

  private final Session session;

  ServiceAccountCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List service accounts of a tenant (or of the platform).")
  int list(@Option(names = "--platform", description = "Of the platform.") boolean platform) {
    return session.printList(session.api().all(path(platform)), ACCOUNTS, "No service accounts.");
  }

  @Command(description = "Make a service account with its first key, which is shown once.")
  int create(
      @Parameters(paramLabel = "USERNAME") String username,
      @Option(names = "--role", required = true, paramLabel = "ROLE") String role,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "When the key runs out, such as 2030-01-31T00:00:00Z.")
          @Nullable String expires,
      @Option(names = "--display-name", paramLabel = "TEXT") @Nullable String displayName,
      @Option(names = "--only-here", description = "Not in the tenants below.") boolean onlyHere,
      @Option(names = "--platform", description = "On the whole platform.") boolean platform) {
    ObjectNode asked = Json.object().put("username", username).put("role", role);
    Json.putGiven(asked, "displayName", displayName);
    Json.putGiven(asked, "expiresAt", expires);
    if (onlyHere) {
      asked.put("scope", "tenant");
    }
    return session.printOne(session.api().post(path(platform), asked), CREATED);
  }

  @Command(description = "List the keys of a service account, newest first.")
  int keys(
      @Parameters(paramLabel = "USERNAME") String username,
      @Option(names = "--platform", description = "Of the platform.") boolean platform) {
    JsonNode account = session.api().get(path(platform) + "/" + Api.encode(username));
    return session.printList(List.copyOf(account.path("keys").values()), KEYS, "No keys.");
  }

  @Command(name = "add-key", description = "Add a key beside the present ones; shown once.")
  int addKey(
      @Parameters(paramLabel = "USERNAME") String username,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "TEXT",
              description = "Says what uses it.")
          String name,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "When it runs out, such as 2030-01-31T00:00:00Z.")
          @Nullable String expires,
      @Option(names = "--platform", description = "Of the platform.") boolean platform) {
    ObjectNode asked = Json.object().put("name", name);
    Json.putGiven(asked, "expiresAt", expires);
    return session.printOne(
        session.api().post(path(platform) + "/" + Api.encode(username) + "/keys", asked), NEW_KEY);
  }

  @Command(name = "revoke-key", description = "Take a key back, with its tokens, at once.")
  int revokeKey(
      @Parameters(paramLabel = "USERNAME") String username,
      @Parameters(paramLabel = "KEY") String key,
      @Option(names = "--platform", description = "Of the platform.") boolean platform) {
    session
        .api()
        .delete(path(platform) + "/" + Api.encode(username) + "/keys/" + Api.encode(key), null);
    session.terminal().err().println("The key " + key + " is good for nothing more.");
    return ExitCode.OK.number();
  }

  @Command(description = "Take a service account away for good, with its keys, tokens and roles.")
  int delete(
      @Parameters(paramLabel = "USERNAME") String username,
      @Option(
              names = "--yes",
              required = true,
              description = "What signs in with it fails at once; there is no way back.")
          boolean yes,
      @Option(names = "--platform", description = "Of the platform.") boolean platform) {
    session.api().delete(path(platform) + "/" + Api.encode(username), null);
    session.terminal().err().println("The service account " + username + " is gone.");
    return ExitCode.OK.number();
  }

  private static String or(String time) {
    return time.isEmpty() ? "never" : time;
  }

  private String path(boolean platform) {
    return (platform ? "/tenants/-" : session.tenantPath()) + "/service-accounts";
  }
}
