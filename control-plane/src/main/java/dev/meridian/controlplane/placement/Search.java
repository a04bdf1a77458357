package dev.meridian.controlplane.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds a node for each pod, all or nothing: the best node for one pod after the other, and when
 * that runs into a dead end, limited discrepancy search (Harvey and Ginsberg 1995): once more with
 * one pod on another node than its best, then with two, within a budget. Complete where the budget
 * covers the tree; deterministic always.
 */
final class Search {
  /** Nodes looked at in one decision; some tens of milliseconds. */
  private static final long BUDGET = 200_000;

  private final PlacementPolicy policy;
  private final Attempt attempt;
  private final List<Step> steps;
  private long evaluations;
  private List<Attempt.Choice> furthest = List.of();
  private int stuckAt;
  private boolean cutShort;

  /** A pod and the nodes that its fixed rules admit. */
  record Step(PodPlan pod, List<NodeState> nodes) {}

  private record Option(NodeState node, long score) {}

  /**
   * @param steps hardest pod first
   */
  Search(PlacementPolicy policy, Attempt attempt, List<Step> steps) {
    this.policy = policy;
    this.attempt = attempt;
    this.steps = steps;
  }

  /** Where all pods go, in the order of the steps; empty when no place was found for all. */
  Optional<List<Attempt.Choice>> find() {
    for (int discrepancies = 0; discrepancies <= steps.size(); discrepancies++) {
      // The first, greedy pass always runs to its end, whatever the size of the topology.
      if (place(0, discrepancies, discrepancies == 0 ? Long.MAX_VALUE : BUDGET)) {
        return Optional.of(attempt.choices());
      }
      cutShort = evaluations >= BUDGET;
      if (cutShort || hopeless()) {
        break;
      }
    }
    return Optional.empty();
  }

  /** The most pods that were placed together, when not all were. */
  List<Attempt.Choice> furthest() {
    return furthest;
  }

  /** The pod for which nothing was left then. */
  PodPlan stuck() {
    return steps.get(stuckAt).pod();
  }

  /** True when the budget ended the search before every arrangement was looked at. */
  boolean cutShort() {
    return cutShort;
  }

  /** True when a pod finds no node even though nothing was placed before it. */
  private boolean hopeless() {
    return furthest.isEmpty();
  }

  private boolean place(int index, int discrepancies, long budget) {
    if (index == steps.size()) {
      return true;
    }
    Step step = steps.get(index);
    List<Option> options = options(step, discrepancies == 0);
    if (options.isEmpty()) {
      if (index > furthest.size() || furthest.isEmpty()) {
        furthest = attempt.choices();
        stuckAt = index;
      }
      return false;
    }
    for (int i = 0; i < options.size(); i++) {
      int left = i == 0 ? discrepancies : discrepancies - 1;
      if (left < 0 || evaluations >= budget) {
        return false;
      }
      NodeState node = options.get(i).node();
      attempt.take(step.pod(), node, PortChoice.choose(step.pod(), node, attempt).orElseThrow());
      if (place(index + 1, left, budget)) {
        return true;
      }
      attempt.undo();
    }
    return false;
  }

  /** Best first; only the best when no other is to be tried. */
  private List<Option> options(Step step, boolean onlyBest) {
    Scores scores = new Scores(step.pod(), policy, attempt);
    List<Option> options = new ArrayList<>();
    Option best = null;
    for (NodeState node : step.nodes()) {
      evaluations++;
      if (!PodPlan.admit(step.pod().movingRules(), node, attempt)) {
        continue;
      }
      Option option = new Option(node, scores.of(node));
      if (best == null || option.score() > best.score()) {
        best = option;
      }
      if (!onlyBest) {
        options.add(option);
      }
    }
    if (onlyBest) {
      return best == null ? List.of() : List.of(best);
    }
    // Stable: nodes of one score stay in the order of their names.
    options.sort(Comparator.comparingLong(Option::score).reversed());
    return options;
  }
}
