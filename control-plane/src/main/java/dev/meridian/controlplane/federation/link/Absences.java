package dev.meridian.controlplane.federation.link;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Wakes the reconcilers of instances whose agent stays away, and again when it is back, so that
 * what they say about waiting stays true. A short absence, such as a reconnect, wakes nobody.
 */
@Component
class Absences {
  static final Duration NOTICED = Duration.ofSeconds(15);
  private static final Duration EACH_LOOK = Duration.ofSeconds(5);

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final NodeStore nodes;
  private final Map<UUID, Instant> away = new HashMap<>();
  private final Set<UUID> told = new HashSet<>();
  private Instant next = Instant.EPOCH;

  Absences(Scopes scopes, JdbcClient jdbc, NodeStore nodes) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.nodes = nodes;
  }

  /** Called by one thread. */
  void look(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(EACH_LOOK);
    Set<UUID> absent = absent();
    away.keySet().retainAll(absent);
    absent.forEach(agent -> away.putIfAbsent(agent, now));
    for (UUID agent : Set.copyOf(told)) {
      if (!absent.contains(agent)) {
        nodes.wakeInstances(agent);
        told.remove(agent);
      }
    }
    for (Map.Entry<UUID, Instant> entry : away.entrySet()) {
      if (!told.contains(entry.getKey()) && !now.isBefore(entry.getValue().plus(NOTICED))) {
        nodes.wakeInstances(entry.getKey());
        told.add(entry.getKey());
      }
    }
  }

  private Set<UUID> absent() {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            Set.copyOf(
                jdbc.sql(
                        "select id from agent where not connected and state not in ('DEAD', 'REMOVED')")
                    .query(UUID.class)
                    .list()));
  }
}
