package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.federation.VolumeTransitions;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkQueue;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stores what agents say about volumes; in the caller's transaction. A volume counts as destroyed
 * only when that was ordered: otherwise it is missing, and somebody has to look.
 */
@Component
class VolumeReports {
  private final JdbcClient jdbc;
  private final VolumeTransitions transitions;
  private final WorkQueue work;
  private final Events events;
  private final InstantSource clock;

  VolumeReports(
      JdbcClient jdbc,
      VolumeTransitions transitions,
      WorkQueue work,
      Events events,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.transitions = transitions;
    this.work = work;
    this.events = events;
    this.clock = clock;
  }

  private record Known(
      UUID tenantId, UUID instanceId, String instance, String state, String reason) {}

  StatusStore.Outcome store(Report report, Report.Volume volume) {
    Optional<Known> found =
        jdbc.sql(
                """
                select v.tenant_id, v.instance_id, v.instance_name, v.state, v.reason
                from volume v join node n on n.id = v.node_id
                where n.agent_id = :agent and v.id = :volume
                for no key update of v
                """)
            .param("agent", report.agentId())
            .param("volume", volume.volumeId())
            .query(
                (row, n) ->
                    new Known(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)))
            .optional();
    if (found.isEmpty()) {
      // One that no row names is left over from before a restore, or long destroyed: no offence.
      return isSomebodys(volume.volumeId())
          ? StatusStore.Outcome.FOREIGN
          : StatusStore.Outcome.ACKNOWLEDGE;
    }
    Known known = found.get();
    String state = next(known.state(), volume.state());
    if (!state.equals(known.state()) || !volume.reason().equals(known.reason())) {
      write(report, volume, known, state);
    }
    return StatusStore.Outcome.ACKNOWLEDGE;
  }

  private boolean isSomebodys(UUID volumeId) {
    return jdbc.sql("select exists (select from volume where id = ?)")
        .param(volumeId)
        .query(Boolean.class)
        .single();
  }

  /** The state of a volume after a report. */
  static String next(String state, Report.Volume.State reported) {
    return switch (reported) {
      case READY -> state.equals("PENDING") || state.equals("MISSING") ? "READY" : state;
      case MISSING -> state.equals("PENDING") || state.equals("READY") ? "MISSING" : state;
      case DESTROYED ->
          switch (state) {
            case "DESTROYING", "DESTROYED" -> "DESTROYED";
            case "KEPT" -> "KEPT";
            default -> "MISSING";
          };
    };
  }

  private void write(Report report, Report.Volume volume, Known known, String state) {
    jdbc.sql(
            """
            update volume set state = :state, reason = :reason
            where tenant_id = :tenant and id = :volume
            """)
        .param("state", state)
        .param("reason", volume.reason())
        .param("tenant", known.tenantId())
        .param("volume", volume.volumeId())
        .update();
    if (state.equals("DESTROYED")) {
      jdbc.sql(
              """
              update volume_order set done_at = :now
              where agent_id = :agent and volume_id = :volume and done_at is null
              """)
          .param("now", clock.instant().atOffset(ZoneOffset.UTC))
          .param("agent", report.agentId())
          .param("volume", volume.volumeId())
          .update();
      transitions.add(
          known.tenantId(), volume.volumeId(), VolumeTransitions.Kind.RELEASED, clock.instant());
    }
    work.enqueue(Lane.STATUS, "instance", known.tenantId(), known.instanceId());
    events.publish(
        known.tenantId(), "instance", known.instance(), Map.of("instance", known.instance()));
  }
}
