package dev.meridian.controlplane.audit.sinks;

import java.util.UUID;

/** A place in the order in which events are chained. */
record Place(String xid, UUID event) {
  static final Place BEFORE_ALL = new Place("0", new UUID(0, 0));
}
