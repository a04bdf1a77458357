package dev.meridian.controlplane.federation;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Forgets confirmed removals after a week. Until then the row shows that a late report is about a
 * pod that once was the agent's; so it stays, too, while the agent may still have such a report.
 */
@Component
class RemovedPodsPurge {
  private static final Duration KEPT = Duration.ofDays(7);

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  RemovedPodsPurge(Scopes scopes, JdbcClient jdbc, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 3_600_000, initialDelay = 600_000)
  void purge() {
    scopes.asSystem(
        SystemJob.MAINTENANCE,
        () ->
            jdbc.sql(
                    """
                    delete from observed_pod o using agent a
                    where o.removed and o.received_at < :before and a.id = o.agent_id
                      and a.last_seen_at > o.received_at + interval '1 day'
                      and not exists (select from desired_pod d
                                      where d.agent_id = o.agent_id and d.pod_id = o.pod_id)
                    """)
                .param("before", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update());
  }
}
