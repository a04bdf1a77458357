package dev.meridian.controlplane.plans;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which steps wait for a maintenance window: those of an update that have not begun. What has begun
 * is finished, so that no pod is left half way; what installs, repairs or removes never waits.
 */
final class UpdateHold {
  private static final DateTimeFormatter OPENING =
      DateTimeFormatter.ofPattern("EEE d MMM HH:mm '('VV')'", Locale.ENGLISH);

  private final String of;
  private final Optional<ZonedDateTime> opens;
  private final Instant now;

  UpdateHold(World world, Instant now) {
    this.of = world.maintenance().of();
    this.opens = world.maintenance().opensAfter(now);
    this.now = now;
  }

  /** Whether steps of the plan that have not begun wait. */
  boolean on(Plan plan) {
    return opens.isPresent()
        && plan.name().equals(Plan.UPDATE)
        && !plan.unheld()
        && !plan.complete();
  }

  /** Whether all of the plan waits. */
  boolean onAllOf(Plan plan) {
    return on(plan) && plan.steps().stream().noneMatch(Step::begun);
  }

  /** Whether a plan leaves pods the versions of secrets that they have, when it launches none. */
  boolean keepsSecrets(Plan plan, List<Plan> all) {
    return opens.isPresent()
        && plan.name().equals(Plan.RECOVERY)
        && all.stream().noneMatch(p -> p.name().equals(Plan.UPDATE) && p.unheld() && !p.complete());
  }

  Step wait(Step step) {
    return opens
        .map(
            at ->
                step.held(
                    "waits for the maintenance window of %s, which opens %s"
                        .formatted(of, OPENING.format(at)),
                    at.toInstant(),
                    now))
        .orElse(step);
  }
}
