package dev.meridian.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A plan as written.
 *
 * @param strategy {@link Strategy#SERIAL} or {@link Strategy#PARALLEL}
 * @param deadline from the start of the plan; empty means that it may take for ever
 * @param parameters a JSON Schema for the parameters of {@code start}, as JSON text; empty means
 *     that names are checked and values are not
 */
public record PlanSpec(
    String name,
    Strategy strategy,
    Map<String, PhaseSpec> phases,
    Optional<Duration> deadline,
    OnFailure onFailure,
    Optional<String> parameters) {

  public PlanSpec {
    phases = Ordered.copyOf(phases);
  }
}
