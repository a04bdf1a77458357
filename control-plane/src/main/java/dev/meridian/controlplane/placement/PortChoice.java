package dev.meridian.controlplane.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Numbers for all ports of one pod on one node. */
final class PortChoice {
  private final PodPlan pod;
  private final NodeState node;
  private final Attempt attempt;
  private final Set<Integer> own;
  private final Map<PortAsk, Integer> numbers = new HashMap<>();
  private final Set<Integer> used = new HashSet<>();

  private PortChoice(PodPlan pod, NodeState node, Attempt attempt) {
    this.pod = pod;
    this.node = node;
    this.attempt = attempt;
    own =
        pod.held() == null
            ? Set.of()
            : pod.held().ports().stream().map(PlacedPort::number).collect(Collectors.toSet());
  }

  /** In the order of the ask; empty when a port has no number. */
  static Optional<List<PlacedPort>> choose(PodPlan pod, NodeState node, Attempt attempt) {
    return pod.ask().ports().isEmpty()
        ? Optional.of(List.of())
        : new PortChoice(pod, node, attempt).choose();
  }

  /** Why there is no choice, for people. */
  static String refusal(PodPlan pod, NodeState node, Attempt attempt) {
    return new PortChoice(pod, node, attempt).refusal();
  }

  private Optional<List<PlacedPort>> choose() {
    keepHeld();
    List<PortAsk> open = new ArrayList<>();
    for (PortAsk port : pod.ask().ports()) {
      if (numbers.containsKey(port)) {
        continue;
      }
      if (port.fixed() == 0) {
        open.add(port);
      } else if (!free(port.fixed()) || !used.add(port.fixed())) {
        return Optional.empty();
      } else {
        numbers.put(port, port.fixed());
      }
    }
    if (!match(open)) {
      return Optional.empty();
    }
    List<PlacedPort> placed = new ArrayList<>();
    for (PortAsk port : pod.ask().ports()) {
      Integer number = numbers.get(port);
      if (number == null) {
        throw new IllegalStateException("port " + port.name() + " was left without a number");
      }
      placed.add(new PlacedPort(port.task(), port.name(), number));
    }
    return Optional.of(placed);
  }

  private void keepHeld() {
    HeldPod held = pod.held();
    if (held == null) {
      return;
    }
    for (PortAsk port : pod.ask().ports()) {
      for (PlacedPort before : held.ports()) {
        boolean same = before.task().equals(port.task()) && before.name().equals(port.name());
        if (same && keeps(port, before.number()) && used.add(before.number())) {
          numbers.put(port, before.number());
        }
      }
    }
  }

  private boolean keeps(PortAsk port, int number) {
    boolean right = port.fixed() == 0 ? port.allows(number) : port.fixed() == number;
    return right && !(pod.renewPorts() && node.heldByStranger(number));
  }

  private boolean free(int port) {
    return !node.heldByStranger(port) && (attempt.portFree(node, port) || own.contains(port));
  }

  /**
   * Bipartite matching by augmenting paths. As many candidates per port as there are open ports are
   * enough: a port with that many can always be served.
   */
  private boolean match(List<PortAsk> open) {
    List<int[]> candidates = new ArrayList<>();
    for (PortAsk port : open) {
      int[] numbersOfPort = candidates(port, open.size());
      if (numbersOfPort.length == 0) {
        return false;
      }
      candidates.add(numbersOfPort);
    }
    Map<Integer, Integer> ownerOf = new HashMap<>();
    for (int i = 0; i < open.size(); i++) {
      if (!augment(i, candidates, ownerOf, new HashSet<>())) {
        return false;
      }
    }
    ownerOf.forEach((number, i) -> numbers.put(open.get(i), number));
    return true;
  }

  private static boolean augment(
      int port, List<int[]> candidates, Map<Integer, Integer> ownerOf, Set<Integer> visited) {
    for (int number : candidates.get(port)) {
      if (!ownerOf.containsKey(number)) {
        ownerOf.put(number, port);
        return true;
      }
    }
    for (int number : candidates.get(port)) {
      if (!visited.add(number)) {
        continue;
      }
      Integer owner = ownerOf.get(number);
      if (owner == null || augment(owner, candidates, ownerOf, visited)) {
        ownerOf.put(number, port);
        return true;
      }
    }
    return false;
  }

  /** The lowest free numbers; those that another pod of the ask insists on come last. */
  private int[] candidates(PortAsk port, int enough) {
    List<Integer> first = new ArrayList<>();
    List<Integer> last = new ArrayList<>();
    int end = node.facts().portEnd();
    for (int number = node.facts().portBegin(); number <= end; number++) {
      if (number == 0 || !port.allows(number) || used.contains(number) || !free(number)) {
        continue;
      }
      if (!attempt.insistedOn(number)) {
        first.add(number);
        if (first.size() == enough) {
          break;
        }
      } else if (last.size() < enough) {
        last.add(number);
      }
    }
    first.addAll(last);
    return first.stream().limit(enough).mapToInt(Integer::intValue).toArray();
  }

  private String refusal() {
    keepHeld();
    for (PortAsk port : pod.ask().ports()) {
      if (numbers.containsKey(port)) {
        continue;
      }
      if (port.fixed() != 0) {
        if (node.heldByStranger(port.fixed())) {
          return words(port) + " is held by a process that is not Meridian's";
        }
        if (!free(port.fixed())) {
          return words(port) + " is held by another pod";
        }
        if (!used.add(port.fixed())) {
          return words(port) + " is asked for twice by this pod";
        }
      } else if (candidates(port, 1).length == 0) {
        return words(port)
            + (port.ranges().isEmpty() ? "" : " within " + port.ranges())
            + " finds no free number in the node's "
            + range();
      }
    }
    long open = pod.ask().ports().stream().filter(port -> !numbers.containsKey(port)).count();
    return "ports: " + open + " are asked, too few are free in the node's " + range();
  }

  private String range() {
    return new PortAsk.Range(node.facts().portBegin(), node.facts().portEnd()).toString();
  }

  private static String words(PortAsk port) {
    String number = port.fixed() == 0 ? "" : " " + port.fixed();
    return "port" + number + " (" + port.task() + " " + port.name() + ")";
  }
}
