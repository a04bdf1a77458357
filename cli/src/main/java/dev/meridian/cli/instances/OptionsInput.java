package dev.meridian.cli.instances;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The options of an instance as they are given on a command line: a file, and single settings. */
public final class OptionsInput {
  private OptionsInput() {}

  /**
   * Reads a file ({@code -} is standard input) and lays the settings over it. A setting {@code
   * a.b=v} is JSON when v reads as JSON (3, true, [1,2]), else text.
   *
   * @throws CommandFailure with exit code 2 for what cannot be read
   */
  public static ObjectNode read(@Nullable String file, List<String> settings, InputStream in) {
    ObjectNode options = file == null ? Json.object() : parse(file, in);
    settings.forEach(setting -> put(options, setting));
    return options;
  }

  private static ObjectNode parse(String file, InputStream in) {
    String where = file.equals("-") ? "standard input" : file;
    try {
      String text =
          file.equals("-")
              ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file));
      if (Json.parse(text) instanceof ObjectNode options) {
        return options;
      }
      throw wrong(where + " holds no JSON object of options");
    } catch (java.nio.file.NoSuchFileException none) {
      throw wrong("There is no file " + where);
    } catch (IOException unreadable) {
      throw wrong("Cannot read " + where + ": " + unreadable.getMessage());
    } catch (JacksonException noJson) {
      var at = Optional.ofNullable(noJson.getLocation());
      throw wrong(
          where
              + at.map(place -> ":" + place.getLineNr() + ":" + place.getColumnNr()).orElse("")
              + " is no JSON: "
              + noJson.getOriginalMessage());
    }
  }

  private static void put(ObjectNode options, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw wrong("--set " + setting + ": give it as name.of.option=value");
    }
    List<String> path = List.of(setting.substring(0, equals).split("\\.", -1));
    ObjectNode place = options;
    for (String name : path.subList(0, path.size() - 1)) {
      JsonNode child = place.get(name);
      if (child != null && !child.isObject()) {
        throw wrong("--set " + setting + ": " + name + " is a value, not a group of options");
      }
      place = child instanceof ObjectNode group ? group : place.putObject(name);
    }
    place.set(path.getLast(), value(setting.substring(equals + 1)));
  }

  private static JsonNode value(String text) {
    try {
      JsonNode json = Json.parse(text);
      return json.isMissingNode() ? JsonNodeFactory.instance.stringNode(text) : json;
    } catch (JacksonException plain) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  private static CommandFailure wrong(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }
}
