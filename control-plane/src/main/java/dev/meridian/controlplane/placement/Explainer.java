package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.placement.Explanation.PodExplanation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Replays the outcome of a search on a fresh attempt and tells for each pod what it met. The search
 * itself keeps no reasons: it looks at many arrangements, people ask about one.
 */
final class Explainer {
  private static final int NAMED_PODS = 5;

  private final Topology topology;
  private final PlacementAsk ask;
  private final Attempt attempt;
  private final Instant now;
  private final Map<UUID, PodExplanation> explanations = new HashMap<>();

  /**
   * @param attempt a fresh one
   */
  Explainer(Topology topology, PlacementAsk ask, Attempt attempt, Instant now) {
    this.topology = topology;
    this.ask = ask;
    this.attempt = attempt;
    this.now = now;
  }

  Explanation placed(List<Attempt.Choice> choices) {
    List<String> named = new ArrayList<>();
    for (Attempt.Choice choice : choices) {
      PodExplainer pod = look(choice.pod(), false);
      NodeFacts node = choice.node().facts();
      String reason =
          choice.pod().held() == null
              ? "best of " + pod.candidateCount() + " nodes that fit"
              : "keeps its reservation";
      put(choice.pod(), pod.result(node, reason));
      attempt.take(choice.pod(), choice.node(), choice.ports());
    }
    for (PodExplanation pod : inOrder()) {
      if (named.size() < NAMED_PODS) {
        named.add(pod.pod() + " on " + pod.node() + " (" + pod.region() + ")");
      }
    }
    int more = choices.size() - named.size();
    String summary =
        choices.isEmpty()
            ? "Nothing to place."
            : "Placed: " + String.join(", ", named) + (more > 0 ? " and " + more + " more." : ".");
    return new Explanation(true, now, summary, inOrder());
  }

  /**
   * @param furthest the most pods that fit together
   * @param stuck the pod that then found no node
   * @param all every pod of the ask
   */
  Explanation refused(
      List<Attempt.Choice> furthest, PodPlan stuck, List<PodPlan> all, boolean cutShort) {
    String because = stuck.ask().name() + " finds no node";
    for (Attempt.Choice choice : furthest) {
      PodExplainer pod = look(choice.pod(), false);
      String reason =
          "would go to "
              + choice.node().facts().name()
              + "; nothing is reserved, because "
              + because;
      put(choice.pod(), pod.result(null, reason));
      attempt.take(choice.pod(), choice.node(), choice.ports());
    }
    PodExplainer culprit = look(stuck, true);
    put(stuck, culprit.result(null, "no node: " + culprit.refusal()));
    for (PodPlan other : all) {
      if (!explanations.containsKey(other.ask().podId())) {
        PodExplainer pod = look(other, true);
        String reason =
            pod.fits()
                ? "would fit; nothing is reserved, because " + because
                : "no node: " + pod.refusal();
        put(other, pod.result(null, reason));
      }
    }
    String together =
        all.size() == 1 ? "" : " (" + furthest.size() + " of " + all.size() + " pods fit together)";
    String budget =
        cutShort ? " Not every arrangement was looked at: the search ended at its budget." : "";
    String reasons = culprit.refusal().isEmpty() ? "" : " " + culprit.refusal() + ".";
    String summary = because + together + "." + reasons + budget;
    return new Explanation(false, now, summary, inOrder());
  }

  private PodExplainer look(PodPlan pod, boolean missesToo) {
    return new PodExplainer(pod, ask.policy(), attempt).look(topology.nodes(), missesToo);
  }

  private void put(PodPlan pod, PodExplanation explanation) {
    explanations.put(pod.ask().podId(), explanation);
  }

  private List<PodExplanation> inOrder() {
    List<PodExplanation> pods = new ArrayList<>();
    for (PodAsk pod : ask.pods()) {
      PodExplanation explanation = explanations.get(pod.podId());
      if (explanation != null) {
        pods.add(explanation);
      }
    }
    return pods;
  }
}
