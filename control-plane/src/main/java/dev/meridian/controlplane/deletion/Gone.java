package dev.meridian.controlplane.deletion;

import java.util.List;
import java.util.UUID;

/**
 * What a step took away of one kind of thing.
 *
 * @param count how many there were
 * @param ids of each of them; empty for things that have none or are countless, such as events
 */
record Gone(long count, List<UUID> ids) {
  Gone {
    ids = List.copyOf(ids);
  }

  static Gone of(List<UUID> ids) {
    return new Gone(ids.size(), ids);
  }

  static Gone of(long count) {
    return new Gone(count, List.of());
  }
}
