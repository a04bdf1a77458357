package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.placement.Explanation.Candidate;
import dev.meridian.controlplane.placement.Explanation.Dropped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at every node for one pod at one moment of an attempt, and keeps the reasons. */
final class PodExplainer {
  private static final int EXAMPLES = 3;
  private static final int CANDIDATES = 5;

  private final PodPlan pod;
  private final Attempt attempt;
  private final Scores scores;
  private final Map<String, Tally> dropped = new LinkedHashMap<>();
  private final List<Scored> candidates = new ArrayList<>();
  private int considered;
  private @Nullable Miss nearest;

  private record Scored(NodeState node, long score) {}

  private record Miss(NodeState node, List<NodeRule> lacking, double distance) {}

  private final class Tally {
    private final NodeRule rule;
    private NodeState closest;
    private double distance;
    private int nodes;
    private final List<String> examples = new ArrayList<>();

    Tally(NodeRule rule, NodeState first) {
      this.rule = rule;
      closest = first;
      distance = Double.MAX_VALUE;
    }

    void add(NodeState node) {
      nodes++;
      if (examples.size() < EXAMPLES) {
        examples.add(node.facts().name());
      }
      double further = rule.distance(node, attempt);
      if (further < distance) {
        distance = further;
        closest = node;
      }
    }

    Dropped result() {
      String reason = rule.refusal(closest, attempt);
      String where = nodes == 1 ? "" : " (" + closest.facts().name() + ", the closest)";
      return new Dropped(rule.name(), reason + where, nodes, examples);
    }
  }

  PodExplainer(PodPlan pod, PlacementPolicy policy, Attempt attempt) {
    this.pod = pod;
    this.attempt = attempt;
    scores = new Scores(pod, policy, attempt);
  }

  /**
   * @param missesToo true to find the nearest miss, which asks every rule of every node
   */
  PodExplainer look(List<NodeState> nodes, boolean missesToo) {
    for (NodeState node : nodes) {
      considered++;
      List<NodeRule> lacking =
          rules().filter(rule -> !rule.admits(node, attempt)).limit(missesToo ? 99 : 1).toList();
      if (lacking.isEmpty()) {
        candidates.add(new Scored(node, scores.of(node)));
        continue;
      }
      NodeRule first = lacking.getFirst();
      dropped.computeIfAbsent(first.name(), name -> new Tally(first, node)).add(node);
      if (missesToo) {
        compare(node, lacking);
      }
    }
    candidates.sort(Comparator.comparingLong(Scored::score).reversed());
    return this;
  }

  private Stream<NodeRule> rules() {
    return Stream.concat(pod.fixedRules().stream(), pod.movingRules().stream());
  }

  private void compare(NodeState node, List<NodeRule> lacking) {
    double distance = 0;
    for (NodeRule rule : lacking) {
      distance += rule.distance(node, attempt);
    }
    boolean nearer =
        nearest == null
            || lacking.size() < nearest.lacking().size()
            || (lacking.size() == nearest.lacking().size() && distance < nearest.distance());
    if (nearer) {
      nearest = new Miss(node, lacking, distance);
    }
  }

  boolean fits() {
    return !candidates.isEmpty();
  }

  int candidateCount() {
    return candidates.size();
  }

  /** All reasons in one line, the one that dropped most nodes first. */
  String refusal() {
    if (considered == 0) {
      return "no node has joined yet; join one with a region's join token";
    }
    return String.join(
        "; ",
        dropped().stream()
            .sorted(Comparator.comparingInt(Dropped::nodes).reversed())
            .map(
                drop -> drop.nodes() + (drop.nodes() == 1 ? " node: " : " nodes: ") + drop.reason())
            .toList());
  }

  Explanation.PodExplanation result(@Nullable NodeFacts node, String reason) {
    return new Explanation.PodExplanation(
        pod.ask().name(),
        node == null ? null : node.name(),
        node == null ? null : node.region(),
        node == null ? null : node.zone(),
        reason,
        considered,
        dropped(),
        candidates.stream().limit(CANDIDATES).map(this::candidate).toList(),
        fits() ? null : nearestMiss());
  }

  private List<Dropped> dropped() {
    return dropped.values().stream().map(Tally::result).toList();
  }

  private Candidate candidate(Scored scored) {
    NodeFacts facts = scored.node().facts();
    return new Candidate(
        facts.name(),
        facts.region(),
        facts.zone(),
        Scores.points(scored.score()),
        scores.terms(scored.node()));
  }

  private @Nullable String nearestMiss() {
    if (nearest == null) {
      return null;
    }
    Miss miss = nearest;
    List<String> words =
        miss.lacking().stream().map(rule -> rule.refusal(miss.node(), attempt)).toList();
    NodeFacts facts = miss.node().facts();
    return "node " + facts.name() + " in " + facts.region() + ": " + String.join("; ", words);
  }
}
