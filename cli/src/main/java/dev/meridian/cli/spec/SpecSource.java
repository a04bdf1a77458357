package dev.meridian.cli.spec;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.spec.RenderResult;
import dev.meridian.spec.parse.SpecReader;
import dev.meridian.spec.parse.SpecReading;
import dev.meridian.spec.parse.SpecTemplate;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A spec file and what it is rendered with, as given on the command line. */
final class SpecSource {
  /** A folder of templates beside the file, where specs of Meridian packages keep them. */
  private static final String BESIDE = "templates";

  @Parameters(paramLabel = "FILE", description = "A service spec, such as svc.yml.")
  Path file = Path.of("service.yml");

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Lines of NAME=VALUE to render with; # begins a comment.")
  @Nullable Path envFile;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "One value to render with; wins over --env-file; may be repeated.")
  List<String> settings = List.of();

  @Option(
      names = "--templates",
      paramLabel = "DIR",
      description =
          "Where the files of configs are (default: templates/ beside FILE, else beside it).")
  @Nullable Path templates;

  /**
   * Renders the file.
   *
   * @throws CommandFailure with exit code 2 when a file cannot be read
   */
  RenderResult render() {
    return SpecTemplate.render(file.toString(), read(file), values());
  }

  /**
   * Renders and parses the file.
   *
   * @throws CommandFailure with exit code 2 when a file cannot be read
   */
  SpecReading readAll() {
    return SpecReader.read(file.toString(), read(file), values(), templateFiles());
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    if (envFile != null) {
      read(envFile)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> put(values, line, envFile.toString()));
    }
    settings.forEach(setting -> put(values, setting, "--set"));
    return values;
  }

  private static void put(Map<String, String> values, String line, String where) {
    String text = line.startsWith("export ") ? line.substring(7) : line;
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong(where + ": \"" + text.split("=", 2)[0] + "\" is not of the form NAME=VALUE");
    }
    values.put(text.substring(0, equals).strip(), unquoted(text.substring(equals + 1).strip()));
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private Map<String, String> templateFiles() {
    Path folder = templateFolder();
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> found = Files.walk(folder, 4)) {
      for (Path each : found.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.size(each) <= SpecTemplate.MAX_CHARACTERS) {
          readText(each).ifPresent(text -> files.put(name(folder, each), text));
        }
      }
    } catch (IOException unreadable) {
      throw wrong("Cannot read the folder " + folder + ": " + unreadable.getMessage());
    }
    return files;
  }

  private Path templateFolder() {
    if (templates != null) {
      if (!Files.isDirectory(templates)) {
        throw wrong("--templates " + templates + " is no folder");
      }
      return templates;
    }
    Path folder = file.toAbsolutePath().resolveSibling("");
    Path beside = folder.resolve(BESIDE);
    return Files.isDirectory(beside) ? beside : folder;
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** A file that is no text is no template. */
  private static Optional<String> readText(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (MalformedInputException binary) {
      return Optional.empty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException none) {
      throw wrong("There is no file " + file);
    } catch (MalformedInputException binary) {
      throw wrong(file + " is not UTF-8 text");
    } catch (IOException unreadable) {
      throw wrong("Cannot read " + file + ": " + unreadable.getMessage());
    }
  }

  private static CommandFailure wrong(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }
}
