package dev.meridian.controlplane.placement;

import static dev.meridian.controlplane.placement.World.node;
import static dev.meridian.controlplane.placement.World.nodesOf;
import static dev.meridian.controlplane.placement.World.pod;
import static dev.meridian.controlplane.placement.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.Isolation;
import dev.meridian.tenancy.IsolationDemand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tenant demands of nodes, as a rule of placement. */
class DemandedIsolationTest {
  private static final IsolationDemand CONTAINERS =
      new IsolationDemand(Isolation.CONTAINER, "acme");

  private static PlacementAsk ask(PodAsk... pods) {
    return new PlacementAsk(PlacementPolicy.anywhere(), List.of(pods)).demanding(CONTAINERS);
  }

  @Test
  void placesOnNodesThatGiveAsMuchAlone() {
    World world =
        new World()
            .node("hq-1", "hq", "a", 8)
            .node(node("boxes", "hq", "a", "default", 2, Isolation.CONTAINER));

    assertThat(nodesOf(world.decide(ask(pod("web", 0, 1, ""), pod("web", 1, 1, "")))))
        .containsExactly("boxes", "boxes");
  }

  @Test
  void saysWhoDemandsWhatWhenNoNodeGivesIt() {
    Explanation refusal =
        refusal(new World().node("hq-1", "hq", "a", 8).decide(ask(pod("web", 0, 1, ""))));

    assertThat(refusal.summary())
        .contains("tenant acme demands isolation of at least container; node hq-1 gives user");
    assertThat(refusal.pods().getFirst().dropped().getFirst().rule()).isEqualTo("isolation");
  }

  @Test
  void leavesAPodWhereItIs() {
    World world = new World().node("hq-1", "hq", "a", 8).held("web-0", "web", "hq-1", 1);

    assertThat(nodesOf(world.decide(ask(pod("web", 0, 1, ""))))).containsExactly("hq-1");
  }

  @Test
  void keepsTheDemandInAnotherRegion() {
    assertThat(ask(pod("web", 0, 1, "")).within(new PlacementPolicy(List.of("hq"), null)).demand())
        .isEqualTo(CONTAINERS);
  }
}
