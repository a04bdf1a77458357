package dev.meridian.controlplane.placement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why pods were or were not placed, for people.
 *
 * @param decided true when all were placed
 * @param summary one sentence
 * @param first why the ask was refused when it was decided for the first time; null when this is
 *     the first decision
 */
public record Explanation(
    boolean decided,
    Instant at,
    String summary,
    List<PodExplanation> pods,
    @Nullable Refusal first) {
  public Explanation {
    pods = List.copyOf(pods);
  }

  /** Of an ask that was not decided before. */
  public Explanation(boolean decided, Instant at, String summary, List<PodExplanation> pods) {
    this(decided, at, summary, pods, null);
  }

  /**
   * Why an ask that waits was refused at first; later attempts may be refused for other reasons.
   */
  public record Refusal(Instant at, String summary) {}

  /**
   * One pod of the ask. Each considered node is either a candidate or counted under the first rule
   * that dropped it, so {@code considered} is the number of candidates plus the sum of the dropped;
   * only the best few candidates are listed.
   *
   * @param nearestMiss what the node that came closest lacks; null when the pod was placed
   */
  public record PodExplanation(
      String pod,
      @Nullable String node,
      @Nullable String region,
      @Nullable String zone,
      String reason,
      int considered,
      List<Dropped> dropped,
      List<Candidate> candidates,
      @Nullable String nearestMiss) {
    public PodExplanation {
      dropped = List.copyOf(dropped);
      candidates = List.copyOf(candidates);
    }
  }

  /** How many nodes a rule dropped, with the reason of the closest one and up to three names. */
  public record Dropped(String rule, String reason, int nodes, List<String> examples) {
    public Dropped {
      examples = List.copyOf(examples);
    }
  }

  /** A node that the pod could go to; the highest score wins and is the sum of its terms. */
  public record Candidate(
      String node, String region, String zone, double score, Map<String, Double> terms) {
    public Candidate {
      terms = Map.copyOf(terms);
    }
  }
}
