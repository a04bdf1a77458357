package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.Heartbeat;
import dev.meridian.protocol.v1.NodeReport;
import io.grpc.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What opens an agent's stream, what keeps it and what ends it. */
class AgentStreamTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @RegisterExtension static final AgentScene scene = new AgentScene();

  @Test
  void answersHeartbeatsAndCountsAsReadyWhileConnected() {
    try (ScriptedAgent agent = scene.join()) {
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.send(AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setNumber(7)));

      assertThat(stream.next(ControlMessage::hasHeartbeatAck).getHeartbeatAck().getNumber())
          .isEqualTo(7);
      assertThat(scene.node(agent).state()).isEqualTo(NodeView.State.READY);
      stream.close();
      await()
          .untilAsserted(
              () -> assertThat(scene.node(agent).stateReason()).contains("not connected since"));
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void storesTheEndOfASessionThatTheDatabaseCouldNotTakeAtFirst(CapturedOutput output)
      throws SQLException {
    try (ScriptedAgent agent = scene.join()) {
      ScriptedAgent.Stream stream = agent.connect(0);
      scene.asOwner(
          "alter table agent add constraint never_gone check (connected or id <> '%s') not valid"
              .formatted(agent.id));
      stream.close();
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(output).contains("agent " + agent.id + "'s session is not stored"));

      scene.asOwner("alter table agent drop constraint never_gone");

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(scene.node(agent).stateReason()).contains("not connected since"));
    }
  }

  @Test
  void showsWhatANodeHasLeftOnItsDiskAsItToldLast() {
    try (ScriptedAgent agent = scene.join()) {
      ScriptedAgent.Stream stream = agent.connect(0);
      for (long free : List.of(7L << 30, 5L << 30)) {
        stream.send(
            AgentMessage.newBuilder().setNode(ScriptedAgent.report().setDiskFreeBytes(free)));
        await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(scene.node(agent).diskFreeBytes()).isEqualTo(free));
      }
    }
  }

  @Test
  void refusesAProofThatWasMadeForAnotherStream() {
    try (ScriptedAgent agent = scene.join()) {
      ScriptedAgent.Stream first = agent.open();
      var replayed = first.proof(0);
      ScriptedAgent.Stream second = agent.open();
      second.prove(replayed);

      assertThat(second.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      ScriptedAgent.Stream third = agent.open();
      third.prove(replayed);
      assertThat(third.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      first.prove(replayed);
      first.welcome();
      await()
          .untilAsserted(
              () ->
                  assertThat(scene.refusals(agent, "agent.connect"))
                      .as("one event, however often it is tried")
                      .isOne());
    }
  }

  @Test
  void refusesAProofOfAnUnknownAgentAndOneByAnotherKey() {
    try (ScriptedAgent agent = scene.join();
        ScriptedAgent thief =
            agent.again(scene.plane().port(), ScriptedAgent.pin(scene.plane().token("hq")));
        ScriptedAgent other =
            new ScriptedAgent(scene.plane().port(), ScriptedAgent.pin(scene.plane().token("hq")))) {
      other.id = agent.id;
      other.controlPlaneId = agent.controlPlaneId;
      ScriptedAgent.Stream stolen = other.open();
      stolen.prove(0);
      assertThat(stolen.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);

      thief.id = UUID.randomUUID().toString();
      ScriptedAgent.Stream unknown = thief.open();
      unknown.prove(0);
      assertThat(unknown.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void endsAStreamThatSendsTooMuchAtOnce() {
    try (ScriptedAgent agent = scene.join()) {
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.send(
          AgentMessage.newBuilder().setNode(NodeReport.newBuilder().setZone("x".repeat(2 << 20))));

      // The limit ends the call while the agent still writes, so it may see a cancel.
      assertThat(stream.end().getCode())
          .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
      assertThat(agent.connect(0).session).isPositive();
    }
  }

  @Test
  void endsTheOlderStreamOfAnAgentAndDropsWhatItSends() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      scene.run(agent, pod, 1);
      ScriptedAgent.Stream older = agent.connect(0);
      ScriptedAgent.Stream newer = agent.connect(0);

      assertThat(older.end().getCode()).isEqualTo(Status.Code.ABORTED);
      assertThat(newer.session).isGreaterThan(older.session);
      newer.sendAs(
          older.session,
          AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setNumber(1)));
      newer.send(AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setNumber(2)));
      assertThat(newer.next(ControlMessage::hasHeartbeatAck).getHeartbeatAck().getNumber())
          .isEqualTo(2);
      assertThat(scene.node(agent).state()).isEqualTo(NodeView.State.READY);
    }
  }

  @Test
  void endsAStreamThatFallsSilent() {
    try (ScriptedAgent agent = scene.join()) {
      ScriptedAgent.Stream stream = agent.connect(0);
      await().atMost(SOON).until(stream.end::isDone);

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      await()
          .untilAsserted(
              () -> assertThat(scene.node(agent).state()).isEqualTo(NodeView.State.UNREACHABLE));
    }
  }
}
