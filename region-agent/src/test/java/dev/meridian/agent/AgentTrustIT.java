package dev.meridian.agent;

import static dev.meridian.agent.RunningAgent.SOON;
import static dev.meridian.agent.TestOrders.pod;
import static dev.meridian.agent.TestOrders.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.meridian.agent.disk.CrashSafeFile;
import dev.meridian.agent.link.JoinException;
import dev.meridian.agent.link.ScriptedControlPlane;
import dev.meridian.agent.link.TestAuthority;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.AnnounceCa;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.DestroyVolume;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.TaskState;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom an agent believes, who believes it, and what it does not obey. */
class AgentTrustIT {
  @RegisterExtension final RunningAgent node = new RunningAgent();

  @Test
  void aProofIsWorthlessOnAnotherConnection() {
    node.plane().fixedNonce = new byte[32];
    long before = node.plane().sessions();
    node.plane().heard.clear();
    node.plane().cut();
    await().atMost(SOON).until(() -> node.plane().sessions() == before + 1);
    node.plane().cut();
    await().atMost(SOON).until(() -> node.plane().sessions() == before + 2);

    assertThat(
            node.plane().heard.stream()
                .filter(AgentMessage::hasProof)
                .map(message -> message.getProof().getSignature()))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(node.plane().proofs).containsOnly("valid");
  }

  @Test
  void refusesATokenOfAnotherControlPlane() throws Exception {
    try (ScriptedControlPlane other = new ScriptedControlPlane("cp-2")) {
      node.stop();
      CrashSafeFile.delete(node.data().resolve("state/identity"));
      try (Agent stranger =
          new Agent(node.settings(node.plane().port(), Optional.of(other.token())))) {
        assertThatThrownBy(stranger::start)
            .isInstanceOf(JoinException.class)
            .hasMessageContaining("the join token is of control plane cp-2");
      }
    }
  }

  @Test
  void trustsANewCaFromItsAnnouncementOnAndTheOldOneStill() throws Exception {
    TestAuthority next = ScriptedControlPlane.newAuthority();
    int port = node.plane().port();
    node.plane()
        .send(
            ControlMessage.newBuilder()
                .setAnnounceCa(
                    AnnounceCa.newBuilder()
                        .addCaCertificates(ByteString.copyFrom(next.certificate())))
                .build());
    await().atMost(SOON).until(() -> node.authorities() == 2);
    node.plane().close();

    try (ScriptedControlPlane renewed = node.plane().successor(next, port)) {
      await().atMost(SOON).until(renewed::isConnected);
    }
    try (ScriptedControlPlane old = node.plane().successor(port)) {
      await().atMost(SOON).until(old::isConnected);
    }
  }

  @Test
  void doesNotTalkToAControlPlaneWhoseCaWasNeverAnnounced() throws Exception {
    int port = node.plane().port();
    node.plane().close();

    try (ScriptedControlPlane stranger =
        node.plane().successor(ScriptedControlPlane.newAuthority(), port)) {
      await()
          .during(Duration.ofSeconds(2))
          .atMost(SOON)
          .until(() -> stranger.heard.isEmpty() && !stranger.isConnected());
    }
    try (ScriptedControlPlane known = node.plane().successor(port)) {
      await("it tried all the time").atMost(SOON).until(known::isConnected);
    }
  }

  @Test
  void givesUpWhenItsKeyIsRegisteredAlready() throws Exception {
    node.stop();
    CrashSafeFile.delete(node.data().resolve("state/identity"));
    node.plane().refusesRegistration =
        Status.ALREADY_EXISTS.withDescription("this key joined as agent-1");

    assertThatThrownBy(node::start)
        .isInstanceOf(JoinException.class)
        .hasMessageContaining("this key joined as agent-1")
        .hasMessageContaining("meridian region join-token");
  }

  @Test
  void refusesAnOrderThatItDoesNotKnowAndObeysTheNext() {
    long unknown = node.nextRevision();
    node.plane().order(Order.newBuilder().setRevision(unknown));
    await().atMost(SOON).untilAsserted(() -> assertThat(refusals()).containsExactly(unknown));

    node.run(pod(1, task("server", "exec sleep 1000")));

    node.awaitTask("server", TaskState.TASK_RUNNING);
    assertThat(refusals()).containsExactly(unknown);
  }

  @Test
  void refusesAnOrderThatNamesNoVolumeThatCouldBe() {
    long evil = node.nextRevision();
    node.plane()
        .order(
            Order.newBuilder()
                .setRevision(evil)
                .setDestroyVolume(DestroyVolume.newBuilder().setVolumeId("../../etc")));

    await().atMost(SOON).untilAsserted(() -> assertThat(refusals()).containsExactly(evil));
    assertThat(node.plane().heard)
        .filteredOn(AgentMessage::hasOrderRefused)
        .allSatisfy(
            message ->
                assertThat(message.getOrderRefused().getReason()).contains("not a volume id"));
  }

  private List<Long> refusals() {
    return node.plane().heard.stream()
        .filter(AgentMessage::hasOrderRefused)
        .map(message -> message.getOrderRefused().getRevision())
        .toList();
  }
}
