package dev.meridian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the figures depend on besides the code. */
final class Surroundings {
  private static final List<String> DURABLE =
      List.of("fsync", "full_page_writes", "synchronous_commit");

  private Surroundings() {}

  /** Notes the machine; a busy one explains bad figures. */
  static void note(Report report) {
    report.note(
        "environment: %d cores, %s, JDK %s (%s), load %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                load()));
  }

  /**
   * Notes the database's settings.
   *
   * @throws BenchmarkException when one of them trades durability for speed
   */
  static void requireDurable(Map<String, String> settings, Report report) {
    String all =
        new TreeMap<>(settings)
            .entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    report.note("database: " + all);
    for (String name : DURABLE) {
      String value = settings.getOrDefault(name, "unknown");
      if (!value.equals("on")) {
        throw new BenchmarkException(
            "The database has %s=%s: figures without durability mean nothing. Set it to on."
                .formatted(name, value));
      }
    }
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0] + " at the start";
    } catch (IOException elsewhere) {
      return "unknown";
    }
  }
}
