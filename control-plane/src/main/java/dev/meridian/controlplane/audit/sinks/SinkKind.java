package dev.meridian.controlplane.audit.sinks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a sink speaks. */
enum SinkKind {
  SYSLOG,
  WEBHOOK;

  /** The name in the database and in the API. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<SinkKind> find(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
