package dev.meridian.controlplane.quotas;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.GroupedClaims;
import dev.meridian.tenancy.QuotaSweep;
import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells limits that become full, repairs counters, and gives back claims that nobody confirmed. */
@Component
class QuotaWatch {
  private static final Logger log = LoggerFactory.getLogger(QuotaWatch.class);

  private final QuotaSweep sweep;
  private final GroupedClaims claims;
  private final Events events;
  private final Audit audit;

  QuotaWatch(QuotaSweep sweep, GroupedClaims claims, Events events, Audit audit) {
    this.sweep = sweep;
    this.claims = claims;
    this.events = events;
    this.audit = audit;
  }

  // Replicas need no lease here: each row is taken by one of them.
  @Scheduled(fixedDelayString = "PT5S")
  void tellCrossings() {
    sweep.tellCrossings(
        one -> {
          log.info(
              "Tenant {} has reached {} % of its limit of {} in {}",
              one.path(), one.percent(), one.resource().key(), one.scope());
          events.publish(
              one.tenant(),
              "quota",
              one.path(),
              Map.of(
                  "tenant", one.path(),
                  "scope", one.scope().text(),
                  "resource", one.resource().key(),
                  "percent", one.percent(),
                  "limit", QuotaView.amount(one.resource(), one.limit()),
                  "used", QuotaView.amount(one.resource(), one.used())));
        });
  }

  @Scheduled(fixedDelayString = "PT10S")
  void giveBackLapsed() {
    int lapsed = claims.giveBackLapsed();
    if (lapsed > 0) {
      log.warn("{} claims were given back: the change they were for was never done", lapsed);
      Metrics.counter("meridian.quota.claims.lapsed").increment(lapsed);
    }
  }

  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT5M")
  void repair() {
    sweep.repair(
        one -> {
          log.error(
              "The counter of {} in {} of tenant {} said {}, but {} are claimed; it is repaired",
              one.resource().key(),
              one.scope(),
              one.path(),
              one.counted(),
              one.claimed());
          Metrics.counter("meridian.quota.drift", "resource", one.resource().key()).increment();
          Map<String, Object> detail =
              Map.of(
                  "tenant", one.path(),
                  "scope", one.scope().text(),
                  "resource", one.resource().key(),
                  "counted", one.counted(),
                  "claimed", one.claimed());
          audit.done(one.tenant(), "quota.repair", one.path(), one.tenant(), detail);
          events.publish(one.tenant(), "quota", one.path(), detail);
        });
  }
}
