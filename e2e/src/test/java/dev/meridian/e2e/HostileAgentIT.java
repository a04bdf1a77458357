package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.PodRemoved;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.Proof;
import io.grpc.Status;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An agent that joined by the rules and then breaks them: all that it gets is a refusal, and all
 * that it leaves is an audit event.
 */
@OnPlatform(OnPlatform.Kind.OUTSIDE_DATABASE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAgentIT {
  private static int speakers;

  private final Platform platform;
  private Site victim;
  private LinkSpeaker hostile;

  HostileAgentIT(Platform platform) {
    this.platform = platform;
    this.victim = platform.site("victim");
    this.hostile = new LinkSpeaker(platform.controlPlane().agentPort());
  }

  @BeforeAll
  void install() {
    TestPackages.publishProbe(platform);
    platform.region("hostile");
    victim.join();
    platform.services().install("victim", "probe", "victim", "{}");
  }

  @AfterAll
  void end() {
    victim.close();
  }

  @BeforeEach
  void join() {
    hostile.close();
    hostile =
        new LinkSpeaker(platform.controlPlane().agentPort())
            .register(platform.joinToken("hostile"), "hostile-" + ++speakers);
  }

  @AfterEach
  void hangUp() {
    hostile.close();
    assertThat(ProcessTable.entry(victim.launches().getFirst().pid()))
        .as("the pod of the other agent runs on")
        .isPresent();
    assertThat(victim.launches()).hasSize(1);
    assertThat(platform.services().pod("victim", "probe-0").path("state").asString(""))
        .isEqualTo("READY");
  }

  @Test
  void aProofIsRefusedOnAnotherStreamThanItsOwn() {
    LinkSpeaker.Stream first = hostile.open();
    Proof heard = first.proof();
    LinkSpeaker.Stream replay = hostile.open();

    replay.prove(heard);

    assertRefused(replay.end(), Status.Code.UNAUTHENTICATED, "proof");
    awaitRefusal("agent.connect", hostile.agentId());
    first.connect();
  }

  @Test
  void aProofIsRefusedASecondTimeOnItsOwnStreamAndEndsIt() {
    LinkSpeaker.Stream stream = hostile.open();
    Proof proof = stream.proof();
    stream.connect();

    stream.prove(proof);
    stream.send(AgentMessage.newBuilder().setProof(proof));

    assertRefused(stream.end(), Status.Code.INVALID_ARGUMENT, "once");
  }

  @Test
  void aKeyOfItsOwnOpensNoStreamAsAnotherAgent() {
    String other = platform.node("victim").path("agentId").asString("");
    hostile.pretendToBe(other);
    LinkSpeaker.Stream stream = hostile.open();

    stream.prove(stream.proof());

    assertRefused(stream.end(), Status.Code.UNAUTHENTICATED, "proof");
    awaitRefusal("agent.connect", other);
    assertThat(stream.orders()).isEmpty();
    assertThat(platform.node("victim").path("state").asString("")).isEqualTo("READY");
  }

  @Test
  void aDigestOfAnotherAgentsPodIsRefusedInTheWordsForOneThatNeverWas() {
    String digest =
        platform
            .database()
            .ask(
                "select digests[1] from desired_pod where pod_id = ?",
                UUID.fromString(victim.launches().getFirst().podId()));
    LinkSpeaker.Stream stream = hostile.open().connect();

    LinkSpeaker.Fetched foreign = hostile.fetch(stream.ticket(), digest);
    LinkSpeaker.Fetched unknown = hostile.fetch(stream.ticket(), "f".repeat(64));

    assertRefused(foreign.status(), Status.Code.PERMISSION_DENIED, "artifact");
    assertThat(foreign.bytes()).isZero();
    assertThat(unknown.status().getDescription()).isEqualTo(foreign.status().getDescription());
    awaitRefusal("agent.fetch", hostile.agentId());
  }

  @Test
  void aTicketOfNobodyIsRefused() {
    assertRefused(
        hostile.fetch("no-ticket", "f".repeat(64)).status(), Status.Code.UNAUTHENTICATED, "ticket");
  }

  @Test
  void aReportAboutAnotherAgentsPodIsRefusedAndEndsTheStream() {
    LinkSpeaker.Stream stream = hostile.open().connect();

    stream.send(
        AgentMessage.newBuilder()
            .setPodStatus(
                PodStatus.newBuilder()
                    .setBootId("a-boot")
                    .setSequence(1)
                    .setPodId(victim.launches().getFirst().podId())
                    .setIncarnation(1)
                    .setState(PodState.POD_ENDED)));

    assertRefused(stream.end(), Status.Code.PERMISSION_DENIED, "never ordered");
    awaitRefusal("agent.report", hostile.agentId());
  }

  @Test
  void theEndOfAnotherAgentsPodIsNotBelieved() {
    LinkSpeaker.Stream stream = hostile.open().connect();

    stream.send(
        AgentMessage.newBuilder()
            .setPodRemoved(
                PodRemoved.newBuilder()
                    .setBootId("a-boot")
                    .setSequence(1)
                    .setPodId(victim.launches().getFirst().podId())
                    .setIncarnation(1)));

    assertRefused(stream.end(), Status.Code.PERMISSION_DENIED, "never ordered");
    awaitRefusal("agent.report", hostile.agentId());
  }

  private static void assertRefused(Status status, Status.Code code, String word) {
    assertThat(status.getCode()).as("%s", status).isEqualTo(code);
    assertThat(status.getDescription()).contains(word);
  }

  private void awaitRefusal(String action, String agent) {
    await("an audit event " + action + " about " + agent)
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        platform
                            .database()
                            .rows(
                                "select outcome from audit_event where action = ? and subject_id = ?",
                                action,
                                UUID.fromString(agent)))
                    .containsExactly("REFUSED"));
  }
}
