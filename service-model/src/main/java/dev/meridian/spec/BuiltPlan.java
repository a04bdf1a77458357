package dev.meridian.spec;

import java.util.List;

/** A plan with every step that the engine will run, in order. */
public record BuiltPlan(String name, Strategy strategy, List<BuiltPhase> phases) {

  public BuiltPlan {
    phases = List.copyOf(phases);
  }
}
