package dev.meridian.cli.secrets;

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
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Secrets of a tenant: what their values are is written, and read only by {@code reveal}. */
@Command(
    name = "secret",
    description = {
      "Secrets of a tenant. Values come from a file or standard input and are never printed,",
      "but by reveal."
    },
    subcommands = RevealCommand.class)
public final class SecretCommands extends CommandGroup {
  private static final Table LIST =
      Table.of(
          Column.text("PATH", "/path"),
          Column.number("VERSION", "/currentVersion"),
          Column.of("KIND", SecretCommands::kind),
          Column.of("LABELS", SecretCommands::labels),
          Column.number("USERS", "/users"),
          Column.moment("CHANGED", "/changedAt"),
          Column.text("DESCRIPTION", "/description"));

  private static final Table DETAILS =
      Table.of(
          Column.text("Path", "/secret/path"),
          Column.text("Id", "/secret/id"),
          Column.text("Description", "/secret/description"),
          Column.of("Kind", detail -> kind(detail.path("secret"))),
          Column.of("Labels", detail -> labels(detail.path("secret"))),
          Column.number("Current version", "/secret/currentVersion"),
          Column.list("Used by", "/usedBy"),
          Column.of("Versions", SecretCommands::versions));

  private final Session session;

  SecretCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List the secrets.")
  int list(
      @Parameters(paramLabel = "UNDER", arity = "0..1", description = "This path and below it.")
          @Nullable String under,
      @Option(names = "--label", paramLabel = "NAME=VALUE", description = "May be repeated.")
          @Nullable List<String> labels) {
    String path = SecretPaths.all(session);
    if (under != null) {
      path = Api.withQuery(path, "under", under);
    }
    for (String label : labels == null ? List.<String>of() : labels) {
      path = Api.withQuery(path, "label", label);
    }
    return session.printList(
        session.api().all(path), LIST, "No secrets. Make one: meridian secret create PATH");
  }

  @Command(description = "Show a secret: its versions and who uses it, never a value.")
  int show(@Parameters(paramLabel = "PATH") String path) {
    return session.printOne(session.api().get(SecretPaths.of(session, path)), DETAILS);
  }

  @Command(description = "Create a secret; kafka/password can be read by the instance kafka alone.")
  int create(
      @Parameters(paramLabel = "PATH") String path,
      @Mixin ValueInput value,
      @Option(names = "--description", paramLabel = "TEXT") @Nullable String description,
      @Option(names = "--label", paramLabel = "NAME=VALUE", description = "May be repeated.")
          @Nullable Map<String, String> labels) {
    ObjectNode request = Json.object().put("path", path);
    if (description != null) {
      request.put("description", description);
    }
    if (labels != null) {
      ObjectNode given = request.putObject("labels");
      labels.forEach(given::put);
    }
    value.addTo(request, session.terminal());
    return session.printOne(session.api().post(SecretPaths.all(session), request), DETAILS);
  }

  @Command(
      description =
          "Give a secret its next value; pods that use it are launched anew, as their plan says.")
  int rotate(
      @Parameters(paramLabel = "PATH") String path,
      @Mixin ValueInput value,
      @Option(names = "--now", description = "Without waiting for a maintenance window.")
          boolean now) {
    String secret = SecretPaths.of(session, path);
    ObjectNode request = Json.object();
    value.addTo(request, session.terminal());
    return session.printOne(
        session.api().post(secret + "/versions" + (now ? "?now=true" : ""), request), DETAILS);
  }

  @Command(description = "Delete a secret that no instance uses, with all its versions.")
  int delete(
      @Parameters(paramLabel = "PATH") String path,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    String secret = SecretPaths.of(session, path);
    askUnless(yes, "Delete secret " + path + " with all its versions?");
    session.api().delete(secret, null);
    return done(path + " is deleted");
  }

  @Command(
      name = "destroy-version",
      description = "Destroy the value of an older version that no pod runs with.")
  int destroyVersion(
      @Parameters(paramLabel = "PATH") String path,
      @Parameters(paramLabel = "VERSION") int version,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    String secret = SecretPaths.of(session, path);
    askUnless(yes, "Destroy version " + version + " of secret " + path + "?");
    session.api().delete(secret + "/versions/" + version, null);
    return done("Version " + version + " of " + path + " is destroyed");
  }

  private void askUnless(boolean yes, String question) {
    if (yes) {
      return;
    }
    if (!session.terminal().interactive()) {
      throw new CommandFailure(
          ExitCode.USAGE, question + " That needs --yes where nobody can be asked");
    }
    if (!session.terminal().ask(question + " [y/N]").matches("(?i)y|yes")) {
      throw new CommandFailure(ExitCode.FAILED, "Nothing was done");
    }
  }

  private int done(String sentence) {
    if (!session.wantsJson()) {
      session.terminal().out().println(sentence);
    }
    return ExitCode.OK.number();
  }

  private static String kind(JsonNode secret) {
    return secret.path("binary").asBoolean(false) ? "binary" : "text";
  }

  private static String labels(JsonNode secret) {
    return secret.path("labels").properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asString(""))
        .collect(Collectors.joining(", "));
  }

  private static String versions(JsonNode detail) {
    return detail.path("versions").values().stream()
        .map(
            version ->
                "%s, %s, made %s by %s"
                    .formatted(
                        Json.text(version, "/number"),
                        Units.bytes(version.path("sizeBytes").asLong(0)),
                        Units.moment(Json.text(version, "/createdAt")),
                        Json.text(version, "/createdBy")))
        .collect(Collectors.joining("\n"));
  }
}
