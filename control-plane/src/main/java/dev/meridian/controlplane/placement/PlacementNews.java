package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.Watches;
import dev.meridian.controlplane.platform.WorkQueue;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells the instance's reconciler and its watchers, as part of the writer's transaction. */
@Component
class PlacementNews {
  private static final String INSTANCE = "instance";

  private final WorkQueue work;
  private final Events events;
  private final Watches watches;

  PlacementNews(WorkQueue work, Events events, Watches watches) {
    this.work = work;
    this.events = events;
    this.watches = watches;
  }

  /** Nothing is told when an ask that waits was refused once more for the same reasons. */
  void decided(OpenRequest request, Decision decision) {
    boolean same =
        request.refusedBefore()
            && decision instanceof Decision.Refused
            && decision.explanation().summary().equals(request.lastSummary());
    if (!same) {
      work.enqueue(Lane.STATUS, INSTANCE, request.tenant(), request.instance());
      watches.newsAfterCommit(request.instance());
      events.publish(
          request.tenant(),
          INSTANCE,
          request.instanceName(),
          Map.of(INSTANCE, request.instanceName(), "instanceId", request.instance().toString()));
    }
  }

  void released(UUID tenant, UUID instance) {
    work.enqueue(Lane.STATUS, INSTANCE, tenant, instance);
  }
}
