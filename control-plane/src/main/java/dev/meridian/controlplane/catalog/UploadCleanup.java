package dev.meridian.controlplane.catalog;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes uploads that nobody finished. Replicas may do it at once: a row goes only once. */
@Component
class UploadCleanup {
  private static final Logger log = LoggerFactory.getLogger(UploadCleanup.class);
  private static final Duration KEPT = Duration.ofDays(7);

  private final Scopes scopes;
  private final ArtifactRows rows;
  private final InstantSource clock;

  UploadCleanup(Scopes scopes, ArtifactRows rows, InstantSource clock) {
    this.scopes = scopes;
    this.rows = rows;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
  void removeAbandoned() {
    int removed =
        scopes.asSystem(
            SystemJob.CATALOG, () -> rows.discardStartedBefore(clock.instant().minus(KEPT)));
    if (removed > 0) {
      log.info("Removed {} artifact uploads that were started more than {} ago", removed, KEPT);
    }
  }
}
