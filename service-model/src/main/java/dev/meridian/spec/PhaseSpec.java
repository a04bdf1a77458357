package dev.meridian.spec;

import java.util.List;
import java.util.Optional;

/**
 * A phase as written.
 *
 * @param pod the pod type
 * @param steps empty when the file has no {@code steps}: one step per pod with all its tasks
 */
public record PhaseSpec(
    String name, String pod, Strategy strategy, Optional<List<StepSpec>> steps) {

  public PhaseSpec {
    steps = steps.map(List::copyOf);
  }
}
