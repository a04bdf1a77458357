package dev.meridian.controlplane.events;

import dev.meridian.controlplane.platform.Cursor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the feed: the writer's transaction and the event's id. Everything below the oldest
 * transaction that still runs is final, so nothing that commits late is passed over.
 */
record FeedPosition(String xid, UUID id) {
  static final UUID LAST_ID = new UUID(-1, -1);

  String token() {
    return Cursor.encode(List.of(xid, id.toString()));
  }

  /** The position in a client's {@code Last-Event-ID}; null when it has none. */
  static @Nullable FeedPosition parse(@Nullable String token) {
    List<String> parts = Cursor.decode(token, Cursor.Part.NUMBER, Cursor.Part.ID);
    return parts == null ? null : new FeedPosition(parts.get(0), UUID.fromString(parts.get(1)));
  }
}
