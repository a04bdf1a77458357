package dev.meridian.cli.catalog;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.packages.Bundle;
import dev.meridian.cli.packages.PackageBuilder.LockMode;
import dev.meridian.cli.spec.SpecJson;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.packages.PackageFiles;
import dev.meridian.spec.packages.PackageLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    if (readme && !session.wantsJson()) {
      session.terminal().out().println(Json.text(found, "/readme"));
      return 0;
    }
    return session.printOne(
        readme ? Json.object().put("readme", Json.text(found, "/readme")) : found, DETAILS);
  }

  @Command(description = "Check a package folder offline; every error in one go.")
  int lint(@Parameters(paramLabel = "FOLDER") Path folder) {
    if (!Files.isDirectory(folder)) {
      throw wrongUse(folder + " is no folder");
    }
    List<SpecProblem> problems = PackageLint.lint(PackageFiles.ofFolder(folder));
    boolean errors = problems.stream().anyMatch(SpecProblem::isError);
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(SpecJson.problems(problems)));
    } else {
      problems.forEach(session.terminal().out()::println);
      session.terminal().out().println(folder + (errors ? ": has errors" : ": no errors"));
    }
    return (errors ? ExitCode.FAILED : ExitCode.OK).number();
  }

  @Command(description = "Build a package folder into a bundle: resolve and lock its artifacts.")
  int build(
      @Parameters(paramLabel = "FOLDER") Path folder,
      @Option(names = "--out", paramLabel = "DIR", description = "Default: ./bundles")
          @Nullable Path out,
      @Option(
              names = "--update-lock",
              description = "Write artifacts.lock.json anew instead of comparing with it.")
          boolean updateLock) {
    Bundle bundle =
        PackagePublisher.build(
            folder,
            out == null ? Path.of("bundles") : out,
            updateLock ? LockMode.UPDATE : LockMode.RESPECT,
            session.terminal().err()::println);
    return print(bundle);
  }

  @Command(
      description = "Build a package folder and publish it; goes on where an upload broke off.")
  int publish(
      @Parameters(paramLabel = "FOLDER") Path folder,
      @Option(names = "--out", paramLabel = "DIR", description = "Where the bundle is laid out.")
          @Nullable Path out) {
    PackagePublisher publisher =
        new PackagePublisher(session.api(), out == null ? cachedBundles() : out);
    return session.printOne(publisher.publish(folder, session.terminal().err()::println), DETAILS);
  }

  private int print(Bundle bundle) {
    long size = bundle.blobs().stream().mapToLong(Bundle.Blob::size).sum();
    session
        .terminal()
        .out()
        .println(
            session.wantsJson()
                ? Json.pretty(
                    Json.object()
                        .put("name", bundle.name())
                        .put("version", bundle.version())
                        .put("package", bundle.packageZip().toString())
                        .put("artifacts", bundle.blobs().size())
                        .put("sizeBytes", size))
                : "%s %s: %s with %d artifacts, %s"
                    .formatted(
                        bundle.name(),
                        bundle.version(),
                        bundle.packageZip(),
                        bundle.blobs().size(),
                        Units.bytes(size)));
    return ExitCode.OK.number();
  }

  private Path cachedBundles() {
    return session
        .environment()
        .variable("XDG_CACHE_HOME")
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("meridian")
        .resolve("bundles");
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
