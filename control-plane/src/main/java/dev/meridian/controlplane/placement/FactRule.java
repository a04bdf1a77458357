package dev.meridian.controlplane.placement;

import java.util.function.Function;
import java.util.function.Predicate;

/** A rule about what a node is, whatever pods are on it. */
record FactRule(String name, Predicate<NodeFacts> test, Function<NodeFacts, String> words)
    implements NodeRule {
  @Override
  public boolean admits(NodeState node, Attempt attempt) {
    return test.test(node.facts());
  }

  @Override
  public String refusal(NodeState node, Attempt attempt) {
    return words.apply(node.facts());
  }
}
