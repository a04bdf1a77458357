package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.OrderRefused;
import dev.meridian.protocol.v1.OrdersTaken;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders and the reports that answer them, proven against each other on connected agents. */
class OrdersAndReportsTest {
  @RegisterExtension static final AgentScene scene = new AgentScene();

  @Test
  void addsSecretsOnTheWayToTheAgentThatRunsThePodAndStoresNone() {
    try (ScriptedAgent agent = scene.join();
        ScriptedAgent neighbour = scene.join()) {
      var pod = scene.plane().pod(scene.tenant(), "secretive", "secretive-0");
      String value = "canary-" + UUID.randomUUID();
      scene
          .plane()
          .inTenant(
              scene.tenant(),
              () -> {
                UUID secret =
                    scene
                        .plane()
                        .get(Secrets.class)
                        .create(scene.tenant(), "password", "", Map.of(), SecretValue.of(value));
                scene
                    .plane()
                    .get(Orders.class)
                    .run(
                        scene.tenant(),
                        pod.instance(),
                        agent.agentId(),
                        scene.order(pod, 1),
                        Set.of(),
                        List.of(new SecretGrant(secret, 1, "PASSWORD", "conf/password")));
              });

      RunPod received = agent.connect(0).next(ControlMessage::hasOrder).getOrder().getRunPod();
      assertThat(received.getSecretEnvironmentMap()).containsEntry("PASSWORD", value);
      assertThat(received.getSecretFiles(0).getFile()).isEqualTo("conf/password");
      assertThat(received.getSecretFiles(0).getContent().toStringUtf8()).isEqualTo(value);
      ControlMessage others = neighbour.connect(0).next(m -> m.hasOrder() || m.hasSynchronised());
      assertThat(others.hasOrder()).as("an order for the neighbour").isFalse();
      assertThat(
              scene
                  .plane()
                  .query(byte[].class, "select body from desired_pod where pod_id = ?", pod.pod()))
          .asString(StandardCharsets.ISO_8859_1)
          .doesNotContain(value);
    }
  }

  @Test
  void deliversOrdersAtOnceAndAgainOnlyFromTheRevisionThatTheAgentHas() {
    try (ScriptedAgent agent = scene.join()) {
      var one = scene.pod();
      var two = scene.pod();
      scene.run(agent, one, 1);
      ScriptedAgent.Stream stream = agent.connect(0);

      var first = stream.next(ControlMessage::hasOrder).getOrder();
      assertThat(first.getRevision()).isEqualTo(1);
      assertThat(first.getRunPod().getPodId()).isEqualTo(one.pod().toString());
      assertThat(first.getHistoryEpoch()).isEqualTo(agent.epoch);
      assertThat(stream.next(ControlMessage::hasSynchronised).getSynchronised().getRevision())
          .isEqualTo(1);

      scene.run(agent, two, 1);
      assertThat(stream.next(ControlMessage::hasOrder).getOrder().getRevision()).isEqualTo(2);
      stream.send(
          AgentMessage.newBuilder().setOrdersTaken(OrdersTaken.newBuilder().setRevision(2)));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          scene
                              .plane()
                              .query(
                                  Long.class,
                                  "select revision_taken from agent where id = ?",
                                  agent.agentId()))
                      .isEqualTo(2));
      stream.close();

      ScriptedAgent.Stream again = agent.connect(1);
      assertThat(again.next(ControlMessage::hasOrder).getOrder().getRevision()).isEqualTo(2);
      again.next(ControlMessage::hasSynchronised);
    }
  }

  @Test
  void tellsOnlyTheNewestIncarnationWhenAPodMovedAwayAndBack() {
    try (ScriptedAgent a = scene.join();
        ScriptedAgent b = scene.join()) {
      var pod = scene.pod();
      scene.run(a, pod, 1);
      scene.inTenant(
          orders -> {
            orders.remove(scene.tenant(), pod.instance(), a.agentId(), pod.pod(), 1, "moves");
            orders.run(
                scene.tenant(),
                pod.instance(),
                b.agentId(),
                scene.order(pod, 2),
                Set.of(),
                List.of());
          });
      scene.inTenant(
          orders -> {
            orders.run(
                scene.tenant(),
                pod.instance(),
                a.agentId(),
                scene.order(pod, 3),
                Set.of(),
                List.of());
            orders.remove(scene.tenant(), pod.instance(), b.agentId(), pod.pod(), 2, "moves back");
          });

      ScriptedAgent.Stream stream = a.connect(0);
      assertThat(stream.next(ControlMessage::hasOrder).getOrder().getRemovePod().getIncarnation())
          .isEqualTo(1);
      assertThat(stream.next(ControlMessage::hasOrder).getOrder().getRunPod().getIncarnation())
          .isEqualTo(3);

      long number = stream.status(pod.pod(), 3, PodState.POD_RUNNING);
      AgentScene.acknowledged(stream, number);
      long late = stream.status(pod.pod(), 1, PodState.POD_ENDED);
      AgentScene.acknowledged(stream, late);
      AgentScene.removed(stream, pod.pod(), 1);
      assertThat(scene.desired(a, pod)).containsExactly("RUN 3");
      assertThatThrownBy(() -> scene.run(a, pod, 2)).hasMessageContaining("higher incarnation");
    }
  }

  @Test
  void keepsATombstoneUntilTheRemovalIsDone() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      scene.run(agent, pod, 1);
      scene.inTenant(
          orders ->
              orders.remove(scene.tenant(), pod.instance(), agent.agentId(), pod.pod(), 1, "gone"));
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.next(m -> m.hasOrder() && m.getOrder().hasRemovePod());
      AgentScene.acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_STOPPING));
      assertThat(scene.desired(agent, pod)).containsExactly("REMOVE 1");
      stream.close();

      ScriptedAgent.Stream again = agent.connect(0);
      again.next(m -> m.hasOrder() && m.getOrder().hasRemovePod());
      AgentScene.removed(again, pod.pod(), 1);
      assertThat(scene.desired(agent, pod)).isEmpty();
      assertThat(scene.observed(pod))
          .singleElement()
          .satisfies(o -> assertThat(o.removed()).isTrue());
      // The acknowledgement may get lost: the agent then says it again.
      AgentScene.removed(again, pod.pod(), 1);
      assertThat(scene.transitions(pod)).containsExactly("STOPPING", "REMOVED");
    }
  }

  @Test
  void ignoresARemovalThatNobodyOrdered() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      scene.run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      AgentScene.removed(stream, pod.pod(), 1);

      assertThat(scene.desired(agent, pod)).containsExactly("RUN 1");
      assertThat(scene.observed(pod)).isEmpty();
    }
  }

  @Test
  void storesAStatusOnceAndWakesTheReconciler() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      scene.run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      AgentScene.acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_STAGING));
      AgentScene.acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_RUNNING));
      agent.sequence = 0;
      AgentScene.acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_STAGING));

      assertThat(scene.observed(pod))
          .singleElement()
          .satisfies(
              o -> {
                assertThat(o.state()).isEqualTo(ObservedPod.State.RUNNING);
                assertThat(o.sequence()).isEqualTo(2);
                assertThat(o.agent().state()).isEqualTo(AgentPresence.State.CONNECTED);
              });
      assertThat(scene.transitions(pod)).containsExactly("STAGING", "RUNNING");
      assertThat(
              scene
                  .plane()
                  .query(
                      Long.class,
                      "select count(*) from work_item where kind = 'instance' and key = ? and seen > done",
                      pod.instance()))
          .isOne();
    }
  }

  @Test
  void endsAndRecordsAnAgentThatReportsOnForeignPods() {
    try (ScriptedAgent owner = scene.join();
        ScriptedAgent hostile = scene.join()) {
      var pod = scene.pod();
      scene.run(owner, pod, 1);
      ScriptedAgent.Stream stream = hostile.connect(0);
      stream.status(pod.pod(), 1, PodState.POD_RUNNING);

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(scene.observed(pod)).isEmpty();
      assertThat(scene.refusals(hostile, "agent.report")).isOne();
      assertThat(scene.named(hostile, "agent.report"))
          .isEqualTo("hq/" + scene.node(hostile).name());
    }
  }

  @Test
  void refusesAnIncarnationThatWasNeverOrdered() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      scene.run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.status(pod.pod(), 2, PodState.POD_RUNNING);

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void showsWhyAnOrderWasRefusedAndGoesOn() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      scene.run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.next(ControlMessage::hasOrder);
      stream.send(
          AgentMessage.newBuilder()
              .setOrderRefused(OrderRefused.newBuilder().setRevision(1).setReason("too new")));

      await()
          .untilAsserted(
              () ->
                  assertThat(scene.observed(pod))
                      .singleElement()
                      .satisfies(
                          o -> {
                            assertThat(o.state()).isEqualTo(ObservedPod.State.REFUSED);
                            assertThat(o.reason()).isEqualTo("too new");
                          }));
      AgentScene.acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_RUNNING));
    }
  }

  @Test
  void tellsADeadNodeRemovalsAndNothingElse() {
    try (ScriptedAgent agent = scene.join()) {
      var stays = scene.pod();
      var goes = scene.pod();
      scene.run(agent, stays, 1);
      scene.run(agent, goes, 1);
      NodeView node = scene.node(agent);
      assertThatThrownBy(
              () -> scene.plane().get(NodeDecisions.class).declareDead(node.id(), "other"))
          .hasMessageContaining(node.name());
      assertThat(
              scene
                  .plane()
                  .get(NodeDecisions.class)
                  .declareDead(node.id(), node.name())
                  .stateReason())
          .startsWith("Declared dead by");
      scene.inTenant(
          orders ->
              orders.remove(
                  scene.tenant(), goes.instance(), agent.agentId(), goes.pod(), 1, "replaced"));

      ScriptedAgent.Stream stream = agent.connect(0);
      var order = stream.next(ControlMessage::hasOrder).getOrder();
      assertThat(order.getRemovePod().getPodId()).isEqualTo(goes.pod().toString());
      stream.next(ControlMessage::hasSynchronised);
    }
  }
}
