package dev.meridian.cli.maintenance;

import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Units;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A window in one line: {@code sat,sun 02:00 4h Europe/Paris}. */
final class WindowText {
  private WindowText() {}

  /**
   * @param wrong makes what is thrown for a text that is no window
   */
  static ObjectNode read(String text, Function<String, ? extends RuntimeException> wrong) {
    String[] parts = text.strip().split("\\s+", -1);
    if (parts.length != 4) {
      throw wrong.apply(
          "\"%s\" is no window. Give days, start, length and time zone: \"sat,sun 02:00 4h Europe/Paris\""
              .formatted(text));
    }
    ObjectNode window = Json.object();
    ArrayNode days = window.putArray("days");
    for (String day : parts[0].split(",", -1)) {
      days.add(
          Arrays.stream(DayOfWeek.values())
              .filter(one -> day.length() >= 2 && matches(one, day))
              .findFirst()
              .orElseThrow(
                  () ->
                      wrong.apply(
                          "\"%s\" is no day of the week. Give sun or sunday".formatted(day)))
              .name());
    }
    window.put("start", parts[1]);
    try {
      window.put("durationMinutes", Units.duration(parts[2]).toMinutes());
    } catch (IllegalArgumentException noDuration) {
      throw wrong.apply("--window " + parts[2] + ": " + noDuration.getMessage());
    }
    return window.put("zone", parts[3]);
  }

  private static boolean matches(DayOfWeek day, String text) {
    return day.name().startsWith(text.toUpperCase(Locale.ROOT));
  }

  static String write(JsonNode window) {
    Duration length = Duration.ofMinutes(window.path("durationMinutes").asLong(0));
    String minutes = length.toMinutesPart() == 0 ? "" : length.toMinutesPart() + "m";
    return "%s %s %s%s %s"
        .formatted(
            window.path("days").values().stream()
                .map(day -> shortName(day.asString("")))
                .collect(Collectors.joining(",")),
            Json.text(window, "/start"),
            length.toHours() == 0 ? "" : length.toHours() + "h",
            minutes,
            Json.text(window, "/zone"));
  }

  private static String shortName(String day) {
    return Arrays.stream(DayOfWeek.values())
        .filter(one -> one.name().equals(day))
        .map(one -> one.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse(day);
  }
}
