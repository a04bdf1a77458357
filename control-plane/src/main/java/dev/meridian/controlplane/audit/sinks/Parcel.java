package dev.meridian.controlplane.audit.sinks;

import java.util.List;
import java.util.UUID;

/**
 * What is sent at once.
 *
 * @param delivery the same when it is sent again after a failure
 */
record Parcel(UUID delivery, List<SinkEvent> events) {
  Parcel {
    events = List.copyOf(events);
  }
}
