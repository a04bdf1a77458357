package dev.meridian.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.placement.Explanation.Dropped;
import dev.meridian.controlplane.placement.Explanation.PodExplanation;
import dev.meridian.spec.PlacementRule;
import dev.meridian.spec.PlacementRule.Field;
import dev.meridian.tenancy.Amounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Small worlds in which every arrangement can be tried. */
class PlacementPropertiesTest {
  private static final List<String> RULES =
      List.of(
          "",
          "",
          "@hostname:UNIQUE",
          "@zone:MAX_PER:2",
          "@region:UNIQUE",
          "rack:UNIQUE",
          "rack:IS:r1",
          "rack:IS_NOT:r1",
          "@hostname:LIKE:n[0-2]",
          "rack:UNLIKE:r.",
          "@region:CLUSTER:east",
          "@zone:GROUP_BY",
          "@zone:GROUP_BY:2");

  /** A node's shape; null in {@code rack} is written as empty. */
  record Shape(int size, String region, String zone, String rack, boolean ready) {}

  /**
   * What to place and where.
   *
   * @param scarce the only resource that the pods need, so that no other hides what it allows
   */
  record Case(
      List<Shape> nodes, List<Integer> sizes, int ruleIndex, int port, int held, int scarce) {
    private Amounts amounts(int size) {
      Amounts all = World.size(size);
      return switch (scarce) {
        case 0 -> new Amounts(all.cpuMillis(), 0, 0, 1);
        case 1 -> new Amounts(0, all.memoryBytes(), 0, 1);
        default -> new Amounts(0, 0, all.diskBytes(), 1);
      };
    }

    World world() {
      World world = new World();
      for (int i = 0; i < nodes.size(); i++) {
        Shape shape = nodes.get(i);
        NodeFacts plain =
            World.node("n" + i, shape.region(), shape.zone(), "default", shape.size());
        Map<String, String> attributes =
            shape.rack().isEmpty() ? Map.of() : Map.of("rack", shape.rack());
        world.node(World.with(plain, attributes, Set.of(21), shape.ready() ? null : "away", true));
      }
      for (int i = 0; i < Math.min(held, nodes.size()); i++) {
        world.held("old-" + i, "web", "n" + i, 1, new PlacedPort("server", "http", 20_000));
      }
      return world;
    }

    PlacementAsk ask() {
      List<PodAsk> pods = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        PortAsk http =
            port == 0
                ? World.dynamic("http", new PortAsk.Range(20_000, 20_003))
                : World.fixed(20_000 + port);
        PodAsk pod = World.pod("web", i, sizes.get(i), RULES.get(ruleIndex), http);
        pods.add(World.sized(pod, amounts(sizes.get(i))));
      }
      return new PlacementAsk(PlacementPolicy.anywhere(), pods);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Shape> shapes =
        Combinators.combine(
                Arbitraries.integers().between(0, 4),
                Arbitraries.of("east", "west"),
                Arbitraries.of("a", "b"),
                Arbitraries.of("r1", "r2", ""),
                Arbitraries.of(true, true, true, false))
            .as(Shape::new);
    return Combinators.combine(
            shapes.list().ofMinSize(0).ofMaxSize(4),
            Arbitraries.integers().between(0, 3).list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.integers().between(0, RULES.size() - 1),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 2))
        .as(Case::new);
  }

  @Property(tries = 1_500)
  void neverOvercommitsAndNeverGivesAPortTwice(@ForAll("cases") Case situation) {
    Topology topology = situation.world().topology();
    Map<NodeState, Boolean> wasWithin = new HashMap<>();
    topology.nodes().forEach(node -> wasWithin.put(node, node.freeCpuMillis() >= 0));
    Decision decision =
        PlacementEngine.decide(topology, World.INSTANCE, situation.ask(), World.NOW);
    if (decision instanceof Decision.Placed placed) {
      // Holding throws when a port is held already.
      topology.apply(World.TENANT, World.INSTANCE, situation.ask(), placed, World.NOW);
      for (NodeState node : topology.nodes()) {
        if (Objects.equals(wasWithin.get(node), true)) {
          assertThat(node.freeCpuMillis()).isNotNegative();
          assertThat(node.freeMemoryBytes()).isNotNegative();
          assertThat(node.freeDiskBytes()).isNotNegative();
        }
      }
    }
  }

  @Property(tries = 1_500)
  void findsAPlaceWheneverThereIsOne(@ForAll("cases") Case situation) {
    PlacementAsk ask = situation.ask();
    Decision decision = situation.world().decide(ask);
    boolean orderMatters = RULES.get(situation.ruleIndex()).contains("GROUP_BY");
    boolean possible = new BruteForce(situation.world().topology(), ask.pods()).possible();
    if (decision instanceof Decision.Placed) {
      assertThat(possible).as("placed what cannot be").isTrue();
    } else if (!orderMatters) {
      assertThat(possible).as(decision.explanation().summary()).isFalse();
    }
  }

  @Property(tries = 500)
  void answersTheSameQuestionAlike(@ForAll("cases") Case situation) {
    assertThat(situation.world().decide(situation.ask()))
        .isEqualTo(situation.world().decide(situation.ask()));
  }

  @Property(tries = 1_500)
  void givesEveryNodeAReasonWhenItRefuses(@ForAll("cases") Case situation) {
    if (situation.world().decide(situation.ask()) instanceof Decision.Refused(var explanation)) {
      int nodes = situation.nodes().size();
      assertThat(explanation.summary()).isNotBlank();
      assertThat(explanation.pods()).hasSameSizeAs(situation.sizes());
      assertThat(explanation.pods())
          .anySatisfy(
              pod -> {
                assertThat(pod.candidates()).isEmpty();
                assertThat(pod.dropped().stream().mapToInt(Dropped::nodes).sum()).isEqualTo(nodes);
                assertThat(pod.nearestMiss() == null).isEqualTo(nodes == 0);
              });
      for (PodExplanation pod : explanation.pods()) {
        assertThat(pod.reason()).isNotBlank();
        assertThat(pod.considered()).isEqualTo(nodes);
      }
    }
  }

  /** Tries every pod on every node, with its own reading of the rules. */
  private static final class BruteForce {
    private final Topology topology;
    private final List<PodAsk> pods;
    private final Map<PodAsk, NodeFacts> where = new HashMap<>();

    BruteForce(Topology topology, List<PodAsk> pods) {
      this.topology = topology;
      this.pods = pods;
    }

    boolean possible() {
      return possible(new HashSet<>(pods));
    }

    /** In any order of pods, because GROUP_BY counts who is there already. */
    private boolean possible(Set<PodAsk> left) {
      if (left.isEmpty()) {
        return true;
      }
      boolean ordered =
          pods.getFirst().rule() == null
              || pods.getFirst().rule().flatten().stream()
                  .noneMatch(PlacementRule.GroupBy.class::isInstance);
      for (PodAsk pod : pods) {
        if (!left.contains(pod)) {
          continue;
        }
        for (NodeState node : topology.nodes()) {
          if (allowed(pod, node)) {
            where.put(pod, node.facts());
            left.remove(pod);
            boolean rest = possible(left);
            left.add(pod);
            where.remove(pod);
            if (rest) {
              return true;
            }
          }
        }
        if (ordered) {
          return false;
        }
      }
      return false;
    }

    private boolean allowed(PodAsk pod, NodeState node) {
      NodeFacts facts = node.facts();
      List<PodAsk> here =
          where.entrySet().stream()
              .filter(entry -> entry.getValue().id().equals(facts.id()))
              .map(Map.Entry::getKey)
              .toList();
      boolean enough = true;
      for (int resource = 0; resource < 3; resource++) {
        long needed = amount(pod, resource);
        for (PodAsk other : here) {
          needed += amount(other, resource);
        }
        enough &= amount(pod, resource) == 0 || needed <= free(node, resource);
      }
      if (facts.notReady() != null || !enough) {
        return false;
      }
      int port = pod.ports().getFirst().fixed();
      boolean portThere = port == 0 ? here.size() + node.portsHeld() < 4 : here.isEmpty();
      return portThere
          && (pod.rule() == null
              || pod.rule().flatten().stream().allMatch(rule -> passes(rule, facts)));
    }

    private static long amount(PodAsk pod, int resource) {
      return switch (resource) {
        case 0 -> pod.amounts().cpuMillis();
        case 1 -> pod.amounts().memoryBytes();
        default -> pod.amounts().diskBytes();
      };
    }

    private static long free(NodeState node, int resource) {
      return switch (resource) {
        case 0 -> node.freeCpuMillis();
        case 1 -> node.freeMemoryBytes();
        default -> node.freeDiskBytes();
      };
    }

    private boolean passes(PlacementRule rule, NodeFacts node) {
      return switch (rule) {
        case PlacementRule.AllOf(var rules) ->
            rules.stream().allMatch(inner -> passes(inner, node));
        case PlacementRule.Unique(Field field) -> under(field, node, 1);
        case PlacementRule.MaxPer(Field field, int limit) -> under(field, node, limit);
        case PlacementRule.GroupBy(Field field, var values) -> {
          Map<String, Integer> counts = counts(field);
          int here = counts.getOrDefault(key(field, node), 0);
          boolean even = new HashSet<>(counts.values()).size() <= 1;
          boolean least = counts.values().stream().allMatch(count -> here <= count);
          boolean reached = values.isEmpty() || counts.size() >= values.get() || here == 0;
          yield key(field, node) != null && (even || least) && reached;
        }
        case PlacementRule.Cluster(Field field, String value) -> value.equals(value(field, node));
        case PlacementRule.Is(Field field, String value) -> value.equals(value(field, node));
        case PlacementRule.IsNot(Field field, String value) -> !value.equals(value(field, node));
        case PlacementRule.Like(Field field, String pattern) -> matches(field, node, pattern);
        case PlacementRule.Unlike(Field field, String pattern) -> !matches(field, node, pattern);
      };
    }

    private boolean under(Field field, NodeFacts node, int limit) {
      return key(field, node) != null && counts(field).getOrDefault(key(field, node), 0) < limit;
    }

    private boolean matches(Field field, NodeFacts node, String pattern) {
      String value = value(field, node);
      return value != null && value.matches(pattern);
    }

    private Map<String, Integer> counts(Field field) {
      Map<String, Integer> counts = new HashMap<>();
      List<NodeFacts> taken = new ArrayList<>(where.values());
      topology.pods().forEach(pod -> taken.add(topology.node(pod.nodeId()).facts()));
      for (NodeFacts node : taken) {
        String key = key(field, node);
        if (key != null) {
          counts.merge(key, 1, Integer::sum);
        }
      }
      return counts;
    }

    private static @Nullable String key(Field field, NodeFacts node) {
      return field.kind() == Field.Kind.ZONE
          ? node.region() + "|" + node.zone()
          : value(field, node);
    }

    private static @Nullable String value(Field field, NodeFacts node) {
      return switch (field.kind()) {
        case HOSTNAME -> node.name();
        case REGION -> node.region();
        case ZONE -> node.zone();
        case ATTRIBUTE -> node.attributes().get("rack");
      };
    }
  }
}
