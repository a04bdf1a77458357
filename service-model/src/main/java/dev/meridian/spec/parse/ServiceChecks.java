package dev.meridian.spec.parse;

import dev.meridian.spec.DiscoverySpec;
import dev.meridian.spec.PhaseSpec;
import dev.meridian.spec.PlanBuilder;
import dev.meridian.spec.PlanSpec;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.PortSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.yaml.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules between the pods and plans of a service. */
final class ServiceChecks {
  private ServiceChecks() {}

  static void check(ServiceSpec spec, Keys keys) {
    advertisedNamesDiffer(spec, keys);
    discoveryPrefixesStayInOnePod(spec, keys);
    everyPodIsDeployed(spec, keys);
  }

  private static void advertisedNamesDiffer(ServiceSpec spec, Keys keys) {
    Map<String, String> holders = new HashMap<>();
    for (PodSpec pod : spec.pods().values()) {
      pod.resourceSets()
          .forEach(
              (id, set) ->
                  advertised(
                      set.ports().values(),
                      List.of("pods", pod.type(), "resource-sets", id),
                      holders,
                      keys));
      for (TaskSpec task : pod.tasks().values()) {
        if (task.resourceSet().isEmpty()) {
          advertised(
              task.resources().ports().values(),
              List.of("pods", pod.type(), "tasks", task.name()),
              holders,
              keys);
        }
      }
    }
  }

  private static void advertised(
      Iterable<PortSpec> ports, List<String> owner, Map<String, String> holders, Keys keys) {
    for (PortSpec port : ports) {
      String holder =
          port.advertise() ? holders.putIfAbsent(port.name(), String.join(".", owner)) : null;
      if (holder != null) {
        List<String> path = new ArrayList<>(owner);
        path.addAll(List.of("ports", port.name()));
        keys.errorAt(
            path,
            "another advertised port has this name (in "
                + holder
                + "); advertised names must be unique in the service");
      }
    }
  }

  private static void discoveryPrefixesStayInOnePod(ServiceSpec spec, Keys keys) {
    Map<String, String> podOfPrefix = new HashMap<>();
    for (PodSpec pod : spec.pods().values()) {
      for (TaskSpec task : pod.tasks().values()) {
        Optional<String> prefix = task.discovery().flatMap(DiscoverySpec::prefix);
        if (prefix.isEmpty()) {
          continue;
        }
        String other = podOfPrefix.putIfAbsent(prefix.get(), pod.type());
        if (other != null && !other.equals(pod.type())) {
          keys.errorAt(
              List.of("pods", pod.type(), "tasks", task.name(), "discovery", "prefix"),
              prefix.get() + " is the prefix of a task of pod " + other + " already");
        }
      }
    }
  }

  private static void everyPodIsDeployed(ServiceSpec spec, Keys keys) {
    PlanSpec deploy = spec.plans().get(PlanBuilder.DEPLOY);
    if (deploy == null) {
      generatedStepsCanBeLaunched(spec, keys);
      return;
    }
    Set<String> deployed = new HashSet<>();
    deploy.phases().values().stream().map(PhaseSpec::pod).forEach(deployed::add);
    for (String type : spec.pods().keySet()) {
      if (!deployed.contains(type)) {
        keys.warning("plans", "no phase of deploy has the pod " + type + ": it is not started");
      }
    }
  }

  private static void generatedStepsCanBeLaunched(ServiceSpec spec, Keys keys) {
    for (PodSpec pod : spec.pods().values()) {
      PlanBuilder.sharedResourceSet(pod, pod.tasks().keySet())
          .ifPresent(
              reason ->
                  keys.errorAt(
                      List.of("pods", pod.type(), "tasks"),
                      reason + " by a deploy plan; the generated one launches all tasks at once"));
    }
  }
}
