package dev.meridian.spec;

import java.util.List;
import java.util.Optional;

/**
 * One entry of {@code steps}.
 *
 * @param index the pod index; empty for {@code default}
 * @param tasks each inner list is one step: the tasks launched together; an empty outer list means
 *     that this pod has no step
 */
public record StepSpec(Optional<Integer> index, List<List<String>> tasks) {

  public StepSpec {
    tasks = tasks.stream().map(List::copyOf).toList();
  }
}
