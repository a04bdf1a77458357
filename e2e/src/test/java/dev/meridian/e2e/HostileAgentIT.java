package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.Heartbeat;
import dev.meridian.protocol.v1.OrderRefused;
import dev.meridian.protocol.v1.OrdersTaken;
import dev.meridian.protocol.v1.PodRemoved;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.Proof;
import dev.meridian.protocol.v1.VolumeState;
import dev.meridian.protocol.v1.VolumeStatus;
import io.grpc.Status;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * An agent that joined by the rules, in the region of its victim, and then breaks them: all that it
 * gets is a refusal, and all that it leaves is an audit event.
 */
@OnPlatform(OnPlatform.Kind.OUTSIDE_DATABASE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAgentIT {
  private static final int FLOOD = 200_000;
  private static final int TOO_LARGE = 64 << 20;
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
    victim.join();
    platform.services().install("victim", "probe", "victim", "{}");
    // The second launch there, for the probe has no volume.
    platform.publish("hello-world");
    platform.services().install("victim-data", "hello-world", "victim", "{}");
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
            .register(platform.joinToken("victim"), "hostile-" + ++speakers);
  }

  @AfterEach
  void hangUp() {
    hostile.close();
    assertThat(ProcessTable.entry(victim.launches().getFirst().pid()))
        .as("the pod of the other agent runs on")
        .isPresent();
    assertThat(victim.launches()).hasSize(2);
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

  @Test
  void theEndOfAnotherAgentsVolumeIsNotBelieved() {
    LinkSpeaker.Stream stream = hostile.open().connect();

    stream.send(
        AgentMessage.newBuilder()
            .setVolumeStatus(
                VolumeStatus.newBuilder()
                    .setBootId("a-boot")
                    .setSequence(1)
                    .setVolumeId(volume().path("id").asString())
                    .setState(VolumeState.VOLUME_DESTROYED)));

    assertRefused(stream.end(), Status.Code.PERMISSION_DENIED, "never ordered");
    awaitRefusal("agent.report", hostile.agentId());
    assertThat(volume().path("state").asString("")).isEqualTo("READY");
  }

  private JsonNode volume() {
    return platform.services().volumes().stream()
        .filter(volume -> volume.path("instance").asString("").equals("victim-data"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("victim-data has no volume"));
  }

  @Test
  void isToldNothingOfWhatRunsBesideItInItsRegion() {
    LinkSpeaker.Stream stream = hostile.open().connect().awaitSynchronised();

    assertThat(platform.node("victim").path("region").asString(""))
        .isEqualTo(platform.node("hostile-" + speakers).path("region").asString("none"));
    assertThat(stream.orders()).isEmpty();
    assertThat(stream.heard())
        .asString()
        .doesNotContain(victim.launches().getFirst().podId())
        .doesNotContain("probe");
  }

  @Test
  void ordersThatWereNeverSentAreNotTakenAsStoredAndEndTheStream() {
    LinkSpeaker.Stream stream = hostile.open().connect();

    stream.send(
        AgentMessage.newBuilder().setOrdersTaken(OrdersTaken.newBuilder().setRevision(1L << 40)));

    assertRefused(stream.end(), Status.Code.INVALID_ARGUMENT, "was not sent");
    awaitRefusal("agent.message", hostile.agentId());
  }

  @Test
  void aFloodEndsTheStreamAndLeavesOneAuditEvent() {
    LinkSpeaker.Stream stream = hostile.open().connect();

    for (int i = 0; i < FLOOD && !stream.ended(); i++) {
      stream.send(AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setNumber(i)));
    }

    assertRefused(stream.end(), Status.Code.INVALID_ARGUMENT, "messages a second");
    awaitRefusal("agent.message", hostile.agentId());
  }

  @Test
  void aMessageThatIsTooLargeIsNotReadAndEndsTheStream() {
    LinkSpeaker.Stream stream = hostile.open().connect();

    stream.send(
        AgentMessage.newBuilder()
            .setOrderRefused(
                OrderRefused.newBuilder().setRevision(1).setReason("x".repeat(TOO_LARGE))));

    assertThat(stream.end().isOk()).isFalse();
    awaitRefusal("agent.message", hostile.agentId());
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
