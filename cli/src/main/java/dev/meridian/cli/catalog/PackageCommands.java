package dev.meridian.cli.catalog;

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

/** Packages: the entries of the catalog. */
@Command(name = "package", description = "Packages: the entries of the catalog.")
public final class PackageCommands extends CommandGroup {
  static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Version", "/version"),
          Column.text("Summary", "/summary"),
          Column.text("Maintainer", "/maintainer"),
          Column.list("Licences", "/licences"),
          Column.list("Tags", "/tags"),
          Column.list("Versions", "/versions"),
          Column.list("Upgrades from", "/upgradesFrom"),
          Column.of("Needs", PackageCommands::needs),
          Column.of("Pods", PackageCommands::pods),
          Column.of("Artifacts", PackageCommands::artifacts),
          Column.text("Digest", "/digest"),
          Column.moment("Published", "/publishedAt"),
          Column.text("Description", "/description"));
  private static final Table LIST =
      Table.of(
          Column.text("NAME", "/name"),
          Column.text("VERSION", "/version"),
          Column.list("TAGS", "/tags"),
          Column.text("SUMMARY", "/summary"));

  private final Session session;

  PackageCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List packages.")
  int list(
      @Parameters(paramLabel = "TEXT", arity = "0..1", description = "Only those that match.")
          @Nullable String text) {
    String path = text == null ? "/packages" : Api.withQuery("/packages", "q", text);
    return session.printList(
        session.api().all(path), LIST, "No packages. Publish one: meridian package publish FOLDER");
  }

  @Command(description = "Show a package; the newest version unless one is named.")
  int show(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--version", paramLabel = "VERSION") @Nullable String version,
      @Option(names = "--readme", description = "Print the operator guide alone.") boolean readme) {
    String path = "/packages/" + Api.encode(name);
    JsonNode found =
        session.api().get(version == null ? path : path + "/versions/" + Api.encode(version));
    if (readme) {
      session.terminal().out().println(Json.text(found, "/readme"));
      return 0;
    }
    return session.printOne(found, DETAILS);
  }

  private static String needs(JsonNode found) {
    return found.path("needs").properties().stream()
        .map(need -> need.getKey() + " " + need.getValue().asString(""))
        .collect(Collectors.joining(", "));
  }

  private static String pods(JsonNode found) {
    return found.path("pods").values().stream()
        .map(pod -> Json.text(pod, "/defaultCount") + " × " + Json.text(pod, "/type"))
        .collect(Collectors.joining(", "));
  }

  private static String artifacts(JsonNode found) {
    return found.path("artifacts").values().stream()
        .map(
            artifact ->
                "%s: %s files, %s"
                    .formatted(
                        Json.text(artifact, "/name"),
                        Json.text(artifact, "/files"),
                        Units.bytes(artifact.path("sizeBytes").asLong(0))))
        .collect(Collectors.joining("\n"));
  }
}
