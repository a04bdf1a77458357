package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.Heartbeat;
import dev.meridian.protocol.v1.Inventory;
import dev.meridian.protocol.v1.InventoryPod;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.tenancy.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestoredDatabaseTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  static ControlPlaneFixture plane;
  static UUID tenant;

  @BeforeAll
  static void start() {
    plane = new ControlPlaneFixture(database);
    plane.region("hq");
    tenant = database.tenant("acme");
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void holdsAnAgentThatIsAheadAndRestartsNothingWhenItIsResumed() {
    try (ScriptedAgent agent = ScriptedAgent.joined(plane, "hq", "ahead")) {
      var pod = plane.pod(tenant, "hello-ahead", "hello-0");
      run(agent, pod, 1);
      UUID stranger = UUID.randomUUID();

      ScriptedAgent.Stream held = agent.connect(9);
      assertThat(held.next(ControlMessage::hasHold).getHold().getReason()).contains("older than");
      held.send(AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setNumber(1)));
      held.next(ControlMessage::hasHeartbeatAck);
      NodeView node = node("ahead");
      assertThat(node.state()).isEqualTo(NodeView.State.ON_HOLD);
      assertThat(node.stateReason()).contains("not listed");
      assertThatThrownBy(() -> plane.get(NodeDecisions.class).resume(node.id()))
          .hasMessageContaining("not listed yet");

      held.send(
          AgentMessage.newBuilder()
              .setInventory(
                  Inventory.newBuilder()
                      .setHistoryEpoch(agent.epoch)
                      .setLastRevision(9)
                      .addPods(inventoryPod(pod.pod(), 4))
                      .addPods(inventoryPod(stranger, 2))));
      await()
          .untilAsserted(
              () ->
                  assertThat(plane.get(HeldInventories.class).of(node.id()).pods())
                      .extracting(NodeInventory.Pod::podId, NodeInventory.Pod::known)
                      .containsExactly(tuple(pod.pod(), true), tuple(stranger, false)));
      assertThat(held.inbox).noneMatch(ControlMessage::hasOrder);

      plane.get(NodeDecisions.class).resume(node.id());
      held.end();
      ScriptedAgent.Stream resumed = agent.connect(9);
      var order = resumed.next(ControlMessage::hasOrder).getOrder();
      assertThat(order.getRevision()).isGreaterThan(9);
      assertThat(order.getRunPod().getIncarnation()).isEqualTo(4);
      resumed.next(ControlMessage::hasSynchronised);
      assertThat(node("ahead").state()).isEqualTo(NodeView.State.READY);
      // What this database does not know goes on and is no offence.
      long number = resumed.status(stranger, 2, PodState.POD_RUNNING);
      resumed.next(m -> m.hasStatusAck() && m.getStatusAck().getSequence() == number);
    }
  }

  @Test
  void holdsAnAgentOfAnotherHistoryUntilItsEpochIsConfirmed() {
    try (ScriptedAgent agent = ScriptedAgent.joined(plane, "hq", "epoch")) {
      plane.system(() -> plane.sql("update history_epoch set epoch = ?", UUID.randomUUID()));
      String renewed = plane.get(ControlPlaneIdentity.class).current().historyEpoch().toString();

      ScriptedAgent.Stream held = agent.connect(0);
      assertThat(held.next(ControlMessage::hasHold).getHold().getHistoryEpoch()).isEqualTo(renewed);
      held.send(AgentMessage.newBuilder().setInventory(Inventory.getDefaultInstance()));
      NodeView node = node("epoch");
      await()
          .untilAsserted(
              () -> assertThat(plane.get(HeldInventories.class).of(node.id()).listed()).isTrue());
      plane.get(NodeDecisions.class).resume(node.id());
      held.end();

      ScriptedAgent.Stream resumed = agent.connect(0);
      assertThat(resumed.next(ControlMessage::hasConfirmEpoch).getConfirmEpoch().getHistoryEpoch())
          .isEqualTo(renewed);
      resumed.close();
      agent.epoch = renewed;
      agent.connect(0).next(ControlMessage::hasSynchronised);
    }
  }

  private static InventoryPod inventoryPod(UUID pod, long incarnation) {
    return InventoryPod.newBuilder()
        .setPodId(pod.toString())
        .setIncarnation(incarnation)
        .setTenantId(tenant.toString())
        .setInstance("hello")
        .setPod("hello-0")
        .setState(PodState.POD_RUNNING)
        .build();
  }

  private static void run(ScriptedAgent agent, ControlPlaneFixture.PodRow pod, long incarnation) {
    RunPod order =
        RunPod.newBuilder().setPodId(pod.pod().toString()).setIncarnation(incarnation).build();
    plane.inTenant(
        tenant,
        () ->
            plane
                .get(Orders.class)
                .run(tenant, pod.instance(), agent.agentId(), order, Set.of(), List.of()));
  }

  private static NodeView node(String name) {
    return plane.get(Nodes.class).list("hq", null, null, 1000).stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
