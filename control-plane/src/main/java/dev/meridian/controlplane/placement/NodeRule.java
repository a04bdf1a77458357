package dev.meridian.controlplane.placement;

/** One reason why a pod may not go to a node. */
interface NodeRule {
  /** As shown in explanations and counted by. */
  String name();

  boolean admits(NodeState node, Attempt attempt);

  /** What is asked and what the node has; called only for a node that was not admitted. */
  String refusal(NodeState node, Attempt attempt);

  /** How far the node is from being admitted, at most 1; only compared within one rule. */
  default double distance(NodeState node, Attempt attempt) {
    return 1;
  }
}
