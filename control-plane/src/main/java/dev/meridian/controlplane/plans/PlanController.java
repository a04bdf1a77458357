package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.instances.Instances;
import dev.meridian.controlplane.maintenance.HeldUpdates;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Plans over HTTP: the tree of phases and steps with the reason for every wait. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/instances/{name}/plans")
class PlanController {
  private final PlanRows plans;
  private final Instances instances;
  private final HeldUpdates held;
  private final Permissions permissions;
  private final Callers callers;
  private final Scopes scopes;
  private final InstantSource clock;

  PlanController(
      PlanRows plans,
      Instances instances,
      HeldUpdates held,
      Permissions permissions,
      Callers callers,
      Scopes scopes,
      InstantSource clock) {
    this.plans = plans;
    this.instances = instances;
    this.held = held;
    this.permissions = permissions;
    this.callers = callers;
    this.scopes = scopes;
    this.clock = clock;
  }

  /**
   * A plan.
   *
   * @param reason what it waits for; empty when it is complete
   * @param heldUntil when the maintenance window opens that it waits for; null when it waits for
   *     none
   */
  @Schema(name = "Plan")
  record PlanView(
      String name,
      String strategy,
      Status status,
      String reason,
      @Nullable Instant heldUntil,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt,
      List<PhaseView> phases,
      List<String> errors,
      long stepsComplete,
      long stepsTotal) {}

  /** A phase of a plan. */
  @Schema(name = "Phase")
  record PhaseView(UUID id, String name, String strategy, Status status, List<StepView> steps) {}

  /** A step of a phase; the reason is empty only when it is complete. */
  @Schema(name = "Step")
  record StepView(
      UUID id,
      String name,
      String pod,
      List<String> tasks,
      Status status,
      String reason,
      Instant since,
      int attempts) {}

  @GetMapping
  List<PlanView> list(@PathVariable String tenant, @PathVariable String name) {
    UUID tenantId = permissions.requireInstance(tenant, name, "instance:read");
    UUID instance = instances.require(tenantId, name);
    return scopes.inTenant(
        tenantId, () -> plans.of(tenantId, instance).stream().map(this::view).toList());
  }

  @GetMapping("/{plan}")
  PlanView show(@PathVariable String tenant, @PathVariable String name, @PathVariable String plan) {
    return list(tenant, name).stream()
        .filter(p -> p.name().equals(plan))
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("plan", plan));
  }

  /** Starts an update that waits for a maintenance window, without it. */
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/{plan}/now")
  PlanView startNow(
      @PathVariable String tenant, @PathVariable String name, @PathVariable String plan) {
    UUID tenantId = permissions.requireInstance(tenant, name, "plan:write");
    UUID instance = instances.require(tenantId, name);
    String username = callers.current().username();
    return scopes.inTenant(
        tenantId,
        () -> {
          Plan found =
              plans.of(tenantId, instance).stream()
                  .filter(p -> p.name().equals(plan))
                  .findFirst()
                  .orElseThrow(() -> ProblemException.notFound("plan", plan));
          if (found.heldUntil().isEmpty()) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "Plan \"%s\" of \"%s\" does not wait for a maintenance window; there is nothing to start."
                    .formatted(plan, name));
          }
          held.startNow(tenantId, instance, username);
          return view(found);
        });
  }

  private PlanView view(Plan plan) {
    List<Step> steps = plan.steps();
    @Nullable Instant opens = plan.heldUntil().orElse(null);
    String left = opens == null ? "" : Sentences.in(Duration.between(clock.instant(), opens));
    return new PlanView(
        plan.name(),
        plan.strategy(),
        plan.status(),
        plan.complete() ? "" : Sentences.progress(plan) + left,
        opens,
        plan.startedAt(),
        plan.completedAt(),
        plan.phases().stream().map(PlanController::view).toList(),
        plan.errors(),
        steps.stream().filter(Step::complete).count(),
        steps.size());
  }

  private static PhaseView view(Phase phase) {
    return new PhaseView(
        phase.id(),
        phase.name(),
        phase.strategy(),
        phase.status(),
        phase.steps().stream()
            .map(
                s ->
                    new StepView(
                        s.id(),
                        s.name(),
                        s.name().substring(0, Math.max(0, s.name().indexOf(':'))),
                        s.tasks(),
                        s.status(),
                        s.reason(),
                        s.since(),
                        s.attempts()))
            .toList());
  }
}
