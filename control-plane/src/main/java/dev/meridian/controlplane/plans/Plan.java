package dev.meridian.controlplane.plans;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A plan of an instance: {@code deploy}, {@code update}, {@code recovery}, {@code uninstall} or one
 * of the package's own.
 *
 * @param strategy {@code serial} or {@code parallel}
 * @param unheld somebody asked that it does not wait for a maintenance window
 */
record Plan(
    UUID id,
    String name,
    String strategy,
    boolean interrupted,
    List<String> errors,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    List<Phase> phases,
    boolean unheld) {
  static final String DEPLOY = "deploy";
  static final String UPDATE = "update";
  static final String RECOVERY = "recovery";
  static final String UNINSTALL = "uninstall";

  Plan {
    errors = List.copyOf(errors);
    phases = List.copyOf(phases);
  }

  boolean complete() {
    return errors.isEmpty() && phases.stream().allMatch(Phase::complete);
  }

  List<Phase> candidates() {
    if (interrupted) {
      return phases.stream().filter(p -> p.steps().stream().anyMatch(Step::begun)).toList();
    }
    List<Phase> open = phases.stream().filter(p -> !p.complete()).toList();
    return strategy.equals("parallel") ? open : open.stream().limit(1).toList();
  }

  Status status() {
    return Status.ofParent(
        !errors.isEmpty(),
        interrupted,
        phases.stream().map(Phase::status).toList(),
        candidates().stream().map(Phase::status).toList());
  }

  List<Step> steps() {
    return phases.stream().flatMap(p -> p.steps().stream()).toList();
  }

  Plan withPhases(List<Phase> newPhases) {
    return new Plan(
        id, name, strategy, interrupted, errors, startedAt, completedAt, newPhases, unheld);
  }

  Plan times(@Nullable Instant started, @Nullable Instant completed) {
    return new Plan(id, name, strategy, interrupted, errors, started, completed, phases, unheld);
  }

  Plan withUnheld(boolean newUnheld) {
    return new Plan(
        id, name, strategy, interrupted, errors, startedAt, completedAt, phases, newUnheld);
  }

  /** When the window opens that its next steps wait for; empty when they wait for none. */
  Optional<Instant> heldUntil() {
    return candidates().stream()
        .flatMap(phase -> phase.candidates().stream())
        .filter(step -> !step.begun())
        .map(Step::delayedUntil)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** This plan with its candidate steps replaced by what the function makes of them. */
  Plan mapCandidates(UnaryOperator<Step> advance) {
    List<Phase> open = candidates();
    return withPhases(
        phases.stream()
            .map(
                phase -> {
                  if (!open.contains(phase)) {
                    return phase;
                  }
                  List<Step> now = phase.candidates();
                  return phase.withSteps(
                      phase.steps().stream()
                          .map(step -> now.contains(step) ? advance.apply(step) : step)
                          .toList());
                })
            .toList());
  }
}
