package dev.meridian.controlplane.placement;

/** A number for each port of the pod. */
record PortRule(PodPlan pod) implements NodeRule {
  @Override
  public String name() {
    return "ports";
  }

  @Override
  public boolean admits(NodeState node, Attempt attempt) {
    return PortChoice.choose(pod, node, attempt).isPresent();
  }

  @Override
  public String refusal(NodeState node, Attempt attempt) {
    return PortChoice.refusal(pod, node, attempt);
  }
}
