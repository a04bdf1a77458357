package dev.meridian.controlplane.placement;

import static dev.meridian.controlplane.placement.World.dynamic;
import static dev.meridian.controlplane.placement.World.fixed;
import static dev.meridian.controlplane.placement.World.id;
import static dev.meridian.controlplane.placement.World.needing;
import static dev.meridian.controlplane.placement.World.node;
import static dev.meridian.controlplane.placement.World.nodesOf;
import static dev.meridian.controlplane.placement.World.pod;
import static dev.meridian.controlplane.placement.World.refusal;
import static dev.meridian.controlplane.placement.World.restoring;
import static dev.meridian.controlplane.placement.World.sized;
import static dev.meridian.controlplane.placement.World.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.meridian.controlplane.placement.Explanation.Dropped;
import dev.meridian.controlplane.placement.Explanation.PodExplanation;
import dev.meridian.tenancy.Amounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlacementEngineTest {
  private static World threeRegions() {
    return new World()
        .node("hq-1", "hq", "a", 8)
        .node("hq-2", "hq", "b", 8)
        .node("aws-1", "aws", "a", 8)
        .node("aws-2", "aws", "b", 8)
        .node("edge-1", "edge", "a", 4);
  }

  @Test
  void spreadsOverRegionsThenZonesThenNodes() {
    Decision decision =
        threeRegions()
            .decide(
                pod("broker", 0, 1, ""),
                pod("broker", 1, 1, ""),
                pod("broker", 2, 1, ""),
                pod("broker", 3, 1, ""),
                pod("broker", 4, 1, ""));
    assertThat(nodesOf(decision)).containsExactly("aws-1", "hq-1", "edge-1", "aws-2", "hq-2");
  }

  @Test
  void prefersTheRegionsOfThePolicyInTheirOrder() {
    PlacementPolicy policy = new PlacementPolicy(List.of("hq", "aws"), Spread.NODES);
    Decision decision =
        threeRegions()
            .decide(
                new PlacementAsk(
                    policy,
                    List.of(pod("web", 0, 5, ""), pod("web", 1, 5, ""), pod("web", 2, 5, ""))));
    assertThat(nodesOf(decision)).containsExactly("hq-1", "hq-2", "aws-1");
  }

  @Test
  void takesTheNodeWithMostFreeWhenNothingIsSpread() {
    PlacementPolicy policy = new PlacementPolicy(List.of(), Spread.NONE);
    World world =
        new World().node("full", "hq", "a", 8).node("free", "hq", "a", 8).held("x", "x", "full", 4);
    assertThat(nodesOf(world.decide(new PlacementAsk(policy, List.of(pod("web", 0, 1, ""))))))
        .containsExactly("free");
  }

  @Test
  void placesAGangWhoseFirstPassAloneIsAboveTheSearchBudget() {
    World world = new World();
    for (int i = 0; i < 2_100; i++) {
      world.node("node-" + i, "hq", "a", 8);
    }
    PodAsk[] gang = new PodAsk[100];
    for (int i = 0; i < gang.length; i++) {
      gang[i] = pod("task", i, 1, "");
    }
    assertThat(nodesOf(world.decide(gang))).hasSize(100);
  }

  @Test
  void refusesAllWhenOneDoesNotFit() {
    Explanation refusal =
        refusal(threeRegions().decide(pod("small", 0, 1, ""), pod("huge", 0, 9, "")));
    assertThat(refusal.decided()).isFalse();
    assertThat(refusal.summary()).contains("huge-0 finds no node");
    assertThat(refusal.pods()).extracting(PodExplanation::node).containsOnlyNulls();
  }

  @Test
  @DisplayName(
      "marathon#1090, nomad#23810, karmada#2026: tells per rule what was asked, what is free and"
          + " which node came closest")
  void tellsAskedAgainstFreeAndTheNearestMiss() {
    PodExplanation pod = refusal(threeRegions().decide(pod("huge", 0, 9, ""))).pods().getFirst();
    assertThat(pod.considered()).isEqualTo(5);
    Dropped cpus = pod.dropped().getFirst();
    assertThat(cpus.rule()).isEqualTo("cpus");
    assertThat(cpus.nodes()).isEqualTo(5);
    assertThat(cpus.reason()).contains("asked 9 CPUs, free 8");
    assertThat(cpus.examples()).containsExactly("aws-1", "aws-2", "edge-1");
    assertThat(pod.nearestMiss()).startsWith("node aws-1 in aws: cpus: asked 9 CPUs, free 8");
  }

  @Test
  void goesBackWhenTheBestNodeForOnePodLeavesNoneForAnother() {
    // The web pods take "java" first, because it is emptier; only there can the last one run.
    World world =
        new World()
            .node(
                with(node("java", "hq", "a", "default", 4), Map.of("a", "1"), Set.of(), null, true))
            .node(node("plain", "hq", "b", "default", 3));
    Decision decision =
        world.decide(
            pod("web", 0, 2, "@hostname:MAX_PER:2"),
            pod("web", 1, 2, "@hostname:MAX_PER:2"),
            pod("wide", 0, 1, "@hostname:UNIQUE"));
    assertThat(decision).isInstanceOf(Decision.Placed.class);
  }

  @Test
  void givesNoPortThatAStrangerOrAnotherPodHolds() {
    World world =
        new World()
            .node("n", "hq", "a", 8)
            .stranger("n", 20_000)
            .held("old", "old", "n", 1, new PlacedPort("server", "p", 20_001));
    Decision decision = world.decide(pod("web", 0, 1, "", dynamic("a"), dynamic("b")));
    assertThat(((Decision.Placed) decision).pods().getFirst().ports())
        .extracting(PlacedPort::number)
        .containsExactly(20_002, 20_003);
  }

  @Test
  void matchesPortsToTheirRanges() {
    World world = new World().node("n", "hq", "a", 8);
    Decision decision =
        world.decide(
            pod(
                "web",
                0,
                1,
                "",
                dynamic("any"),
                dynamic("narrow", new PortAsk.Range(20_000, 20_000)),
                dynamic("wide", new PortAsk.Range(20_000, 20_001))));
    assertThat(((Decision.Placed) decision).pods().getFirst().ports())
        .extracting(PlacedPort::number)
        .doesNotHaveDuplicates()
        .element(1)
        .isEqualTo(20_000);
  }

  @Test
  void leavesAPortThatAnotherPodOfTheAskInsistsOn() {
    World world = new World().node("n", "hq", "a", 8);
    Decision decision =
        world.decide(pod("a", 0, 2, "", dynamic("x")), pod("b", 0, 1, "", fixed(20_000)));
    assertThat(((Decision.Placed) decision).pods())
        .extracting(placed -> placed.ports().getFirst().number())
        .containsExactly(20_001, 20_000);
  }

  @Test
  void saysThatAStrangerHoldsAFixedPort() {
    World world = new World().node("n", "hq", "a", 8).stranger("n", 9092);
    assertThat(refusal(world.decide(pod("web", 0, 1, "", fixed(9092)))).summary())
        .contains("port 9092")
        .contains("not Meridian's");
  }

  @Test
  void keepsNodeAndPortsOfAPodThatHoldsAReservation() {
    World world =
        threeRegions().held("web-0", "web", "edge-1", 1, new PlacedPort("server", "p", 20_005));
    Decision.Placed decision =
        (Decision.Placed)
            world.decide(pod("web", 0, 1, "@region:IS:hq", dynamic("p")), pod("web", 1, 1, ""));
    assertThat(decision.pods().getFirst().nodeName()).isEqualTo("edge-1");
    assertThat(decision.pods().getFirst().ports().getFirst().number()).isEqualTo(20_005);
    assertThat(decision.pods().get(1).region()).isNotEqualTo("edge");
  }

  @Test
  void choosesAnotherNumberOnlyForPortsThatStrangersHold() {
    World world =
        new World()
            .node("n", "hq", "a", 8)
            .stranger("n", 20_005)
            .held(
                "web-0",
                "web",
                "n",
                1,
                new PlacedPort("server", "p", 20_005),
                new PlacedPort("server", "q", 20_006));
    PodAsk pod = pod("web", 0, 1, "", dynamic("p"), dynamic("q"));
    assertThat(ports(world.decide(pod))).containsExactly(20_005, 20_006);
    PlacementAsk renew =
        new PlacementAsk(PlacementPolicy.anywhere(), List.of(pod), Set.of(pod.podId()), false);
    assertThat(ports(world.decide(renew))).containsExactly(20_000, 20_006);
  }

  private static List<Integer> ports(Decision decision) {
    return ((Decision.Placed) decision)
        .pods().getFirst().ports().stream().map(PlacedPort::number).toList();
  }

  @Test
  void resizesInPlaceAndRefusesWhatDoesNotFitThere() {
    World world =
        new World().node("n", "hq", "a", 4).node("m", "hq", "a", 9).held("web-0", "web", "n", 3);
    assertThat(nodesOf(world.decide(pod("web", 0, 4, "")))).containsExactly("n");
    assertThat(refusal(world.decide(pod("web", 0, 5, ""))).summary())
        .contains("asked 2 CPUs more, free 1");
  }

  @Test
  void usesOneNetworkForAllPods() {
    World world =
        new World()
            .node(node("a-1", "a", "z", "left", 4))
            .node(node("b-1", "b", "z", "right", 4))
            .node(node("b-2", "b", "z", "right", 4));
    assertThat(nodesOf(world.decide(pod("web", 0, 3, ""), pod("web", 1, 3, ""))))
        .containsExactly("b-1", "b-2");
    Explanation refusal =
        refusal(world.decide(pod("w", 0, 3, ""), pod("w", 1, 3, ""), pod("w", 2, 3, "")));
    assertThat(refusal.summary()).contains("region a is in network left");
  }

  @Test
  void obeysReadinessNeedsAndPins() {
    NodeFacts plain = node("plain", "hq", "a", "default", 8);
    World world =
        new World()
            .node(with(plain, Map.of(), Set.of(17), null, true))
            .node(
                with(
                    node("gone", "hq", "a", "default", 8),
                    Map.of(),
                    Set.of(21),
                    "agent away",
                    true))
            .node(with(node("held", "hq", "a", "default", 8), Map.of(), Set.of(21), null, false))
            .node(
                with(
                    node("good", "hq", "a", "default", 8),
                    Map.of("arch", "amd64"),
                    Set.of(21),
                    null,
                    true));
    PodAsk java = needing(pod("web", 0, 1, ""), Map.of("java", "[21,26)"), null);
    assertThat(nodesOf(world.decide(java))).containsExactly("good");
    PodAsk arch = needing(pod("web", 0, 1, ""), Map.of("arch", "amd64"), null);
    assertThat(nodesOf(world.decide(arch))).containsExactly("good");
    PodAsk pinned = needing(pod("web", 0, 1, ""), Map.of(), id("node gone"));
    assertThat(refusal(world.decide(pinned)).summary()).contains("not ready: agent away");
    PodAsk newer = needing(pod("web", 0, 1, ""), Map.of("java", "[25,26)"), null);
    assertThat(refusal(world.decide(newer)).summary())
        .contains("java: needs [25,26), the node has [");
  }

  @Test
  void countsWhatTheNodeKeepsForAPodOnce() {
    // What the node has left beside what it keeps: less than the pod's volumes need in all.
    World world = new World().node("n", "r", "a", 4);
    PodAsk pod = pod("db", 0, 1, "");
    long left = World.size(4).diskBytes();
    Amounts all = new Amounts(1000, 1, left + 7, 1);
    assertThat(refusal(world.decide(sized(pod, all))).summary()).contains("disk");
    assertThat(refusal(world.decide(restoring(sized(pod, all), "n", 6))).summary())
        .contains("disk");
    assertThat(nodesOf(world.decide(restoring(sized(pod, all), "n", 7)))).containsExactly("n");
  }

  @Test
  void stopsAPatternThatWouldTakeForEver() {
    World world = new World().node("a".repeat(60), "hq", "a", 8);
    Explanation refusal =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () ->
                refusal(
                    world.decide(pod("web", 0, 1, "[\"@hostname\",\"LIKE\",\"(a+)+\\\\1b\"]"))));
    assertThat(refusal.summary()).contains("too many steps");
  }

  @Test
  @DisplayName("marathon#3220: GROUP_BY reaches every zone although one is full")
  void groupsByZonesThatHaveRoom() {
    World world =
        new World()
            .node("a-1", "r", "a", 1)
            .node("b-1", "r", "b", 9)
            .node("c-1", "r", "c", 9)
            .held("other", "other", "a-1", 1);
    assertThat(
            nodesOf(
                world.decide(
                    pod("w", 0, 1, "@zone:GROUP_BY:2"),
                    pod("w", 1, 1, "@zone:GROUP_BY:2"),
                    pod("w", 2, 1, "@zone:GROUP_BY:2"),
                    pod("w", 3, 1, "@zone:GROUP_BY:2"))))
        .containsExactly("b-1", "c-1", "b-1", "c-1");
  }

  @Test
  void saysThatNoNodeHasJoined() {
    assertThat(refusal(new World().decide(pod("web", 0, 1, ""))).summary())
        .contains("no node has joined yet");
  }
}
