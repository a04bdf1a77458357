package dev.meridian.cli.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Reads a stream of server-sent events. */
public final class EventLines {
  private EventLines() {}

  /** One event; data lines are joined with line feeds. */
  public record Event(String name, String data) {}

  /**
   * Hands over event after event until the consumer answers false or the stream ends.
   *
   * @throws IOException when the connection breaks
   */
  public static void read(InputStream stream, Predicate<Event> consumer) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    String name = "message";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (!data.isEmpty() && !consumer.test(new Event(name, data.substring(1)))) {
          return;
        }
        name = "message";
        data.setLength(0);
      } else if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        String value = line.substring(5);
        data.append('\n').append(value.startsWith(" ") ? value.substring(1) : value);
      }
    }
  }
}
