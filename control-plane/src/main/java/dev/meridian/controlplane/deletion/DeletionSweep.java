package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.InstantSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks again at deletions whose grace is over, and at those that wait for something. */
@Component
class DeletionSweep {
  private final Scopes scopes;
  private final DeletionRows rows;
  private final WorkQueue queue;
  private final InstantSource clock;

  DeletionSweep(Scopes scopes, DeletionRows rows, WorkQueue queue, InstantSource clock) {
    this.scopes = scopes;
    this.rows = rows;
    this.queue = queue;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT2S")
  void run() {
    scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () ->
            rows.due(clock.instant())
                .forEach(tenant -> queue.enqueue(Lane.SWEEP, DeletionWork.KIND, tenant, tenant)));
  }
}
