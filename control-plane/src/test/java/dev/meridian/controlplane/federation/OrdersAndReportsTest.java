package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.Heartbeat;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.protocol.v1.OrderRefused;
import dev.meridian.protocol.v1.OrdersTaken;
import dev.meridian.protocol.v1.PodRemoved;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import dev.meridian.tenancy.testing.TestDatabase;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Orders and the reports that answer them. Long because the two are proven against each other on
 * one connected agent; it is to be split when that connection is an extension of its own.
 */
class OrdersAndReportsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  static ControlPlaneFixture plane;
  static UUID tenant;
  static int names;

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
  void answersHeartbeatsAndCountsAsReadyWhileConnected() {
    try (ScriptedAgent agent = join()) {
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.send(AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setNumber(7)));

      assertThat(stream.next(ControlMessage::hasHeartbeatAck).getHeartbeatAck().getNumber())
          .isEqualTo(7);
      assertThat(node(agent).state()).isEqualTo(NodeView.State.READY);
      stream.close();
      await()
          .untilAsserted(
              () -> assertThat(node(agent).stateReason()).contains("not connected since"));
    }
  }

  @Test
  void addsSecretsOnTheWayToTheAgentThatRunsThePodAndStoresNone() {
    try (ScriptedAgent agent = join();
        ScriptedAgent neighbour = join()) {
      var pod = plane.pod(tenant, "secretive", "secretive-0");
      String value = "canary-" + UUID.randomUUID();
      plane.inTenant(
          tenant,
          () -> {
            UUID secret =
                plane
                    .get(Secrets.class)
                    .create(tenant, "password", "", Map.of(), SecretValue.of(value));
            plane
                .get(Orders.class)
                .run(
                    tenant,
                    pod.instance(),
                    agent.agentId(),
                    order(pod, 1),
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
              plane.query(byte[].class, "select body from desired_pod where pod_id = ?", pod.pod()))
          .asString(StandardCharsets.ISO_8859_1)
          .doesNotContain(value);
    }
  }

  @Test
  void refusesAProofThatWasMadeForAnotherStream() {
    try (ScriptedAgent agent = join()) {
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
                  assertThat(refusals(agent, "agent.connect"))
                      .as("one event, however often it is tried")
                      .isOne());
    }
  }

  @Test
  void refusesAProofOfAnUnknownAgentAndOneByAnotherKey() {
    try (ScriptedAgent agent = join();
        ScriptedAgent thief = agent.again(plane.port(), ScriptedAgent.pin(plane.token("hq")));
        ScriptedAgent other =
            new ScriptedAgent(plane.port(), ScriptedAgent.pin(plane.token("hq")))) {
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
    try (ScriptedAgent agent = join()) {
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
  void deliversOrdersAtOnceAndAgainOnlyFromTheRevisionThatTheAgentHas() {
    try (ScriptedAgent agent = join()) {
      var one = pod();
      var two = pod();
      run(agent, one, 1);
      ScriptedAgent.Stream stream = agent.connect(0);

      var first = stream.next(ControlMessage::hasOrder).getOrder();
      assertThat(first.getRevision()).isEqualTo(1);
      assertThat(first.getRunPod().getPodId()).isEqualTo(one.pod().toString());
      assertThat(first.getHistoryEpoch()).isEqualTo(agent.epoch);
      assertThat(stream.next(ControlMessage::hasSynchronised).getSynchronised().getRevision())
          .isEqualTo(1);

      run(agent, two, 1);
      assertThat(stream.next(ControlMessage::hasOrder).getOrder().getRevision()).isEqualTo(2);
      stream.send(
          AgentMessage.newBuilder().setOrdersTaken(OrdersTaken.newBuilder().setRevision(2)));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          plane.query(
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
    try (ScriptedAgent a = join();
        ScriptedAgent b = join()) {
      var pod = pod();
      run(a, pod, 1);
      inTenant(
          orders -> {
            orders.remove(tenant, pod.instance(), a.agentId(), pod.pod(), 1, "moves");
            orders.run(tenant, pod.instance(), b.agentId(), order(pod, 2), Set.of(), List.of());
          });
      inTenant(
          orders -> {
            orders.run(tenant, pod.instance(), a.agentId(), order(pod, 3), Set.of(), List.of());
            orders.remove(tenant, pod.instance(), b.agentId(), pod.pod(), 2, "moves back");
          });

      ScriptedAgent.Stream stream = a.connect(0);
      assertThat(stream.next(ControlMessage::hasOrder).getOrder().getRemovePod().getIncarnation())
          .isEqualTo(1);
      assertThat(stream.next(ControlMessage::hasOrder).getOrder().getRunPod().getIncarnation())
          .isEqualTo(3);

      long number = stream.status(pod.pod(), 3, PodState.POD_RUNNING);
      acknowledged(stream, number);
      long late = stream.status(pod.pod(), 1, PodState.POD_ENDED);
      acknowledged(stream, late);
      removed(stream, pod.pod(), 1);
      assertThat(desired(a, pod)).containsExactly("RUN 3");
      assertThatThrownBy(() -> run(a, pod, 2)).hasMessageContaining("higher incarnation");
    }
  }

  @Test
  void keepsATombstoneUntilTheRemovalIsDone() {
    try (ScriptedAgent agent = join()) {
      var pod = pod();
      run(agent, pod, 1);
      inTenant(
          orders -> orders.remove(tenant, pod.instance(), agent.agentId(), pod.pod(), 1, "gone"));
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.next(m -> m.hasOrder() && m.getOrder().hasRemovePod());
      acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_STOPPING));
      assertThat(desired(agent, pod)).containsExactly("REMOVE 1");
      stream.close();

      ScriptedAgent.Stream again = agent.connect(0);
      again.next(m -> m.hasOrder() && m.getOrder().hasRemovePod());
      removed(again, pod.pod(), 1);
      assertThat(desired(agent, pod)).isEmpty();
      assertThat(observed(pod)).singleElement().satisfies(o -> assertThat(o.removed()).isTrue());
      // The acknowledgement may get lost: the agent then says it again.
      removed(again, pod.pod(), 1);
      assertThat(transitions(pod)).containsExactly("STOPPING", "REMOVED");
    }
  }

  @Test
  void ignoresARemovalThatNobodyOrdered() {
    try (ScriptedAgent agent = join()) {
      var pod = pod();
      run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      removed(stream, pod.pod(), 1);

      assertThat(desired(agent, pod)).containsExactly("RUN 1");
      assertThat(observed(pod)).isEmpty();
    }
  }

  @Test
  void storesAStatusOnceAndWakesTheReconciler() {
    try (ScriptedAgent agent = join()) {
      var pod = pod();
      run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_STAGING));
      acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_RUNNING));
      agent.sequence = 0;
      acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_STAGING));

      assertThat(observed(pod))
          .singleElement()
          .satisfies(
              o -> {
                assertThat(o.state()).isEqualTo(ObservedPod.State.RUNNING);
                assertThat(o.sequence()).isEqualTo(2);
                assertThat(o.agent().state()).isEqualTo(AgentPresence.State.CONNECTED);
              });
      assertThat(transitions(pod)).containsExactly("STAGING", "RUNNING");
      assertThat(
              plane.query(
                  Long.class,
                  "select count(*) from work_item where kind = 'instance' and key = ? and seen > done",
                  pod.instance()))
          .isOne();
    }
  }

  @Test
  void endsAndRecordsAnAgentThatReportsOnForeignPods() {
    try (ScriptedAgent owner = join();
        ScriptedAgent hostile = join()) {
      var pod = pod();
      run(owner, pod, 1);
      ScriptedAgent.Stream stream = hostile.connect(0);
      stream.status(pod.pod(), 1, PodState.POD_RUNNING);

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(observed(pod)).isEmpty();
      assertThat(refusals(hostile, "agent.report")).isOne();
    }
  }

  @Test
  void refusesAnIncarnationThatWasNeverOrdered() {
    try (ScriptedAgent agent = join()) {
      var pod = pod();
      run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.status(pod.pod(), 2, PodState.POD_RUNNING);

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void showsWhyAnOrderWasRefusedAndGoesOn() {
    try (ScriptedAgent agent = join()) {
      var pod = pod();
      run(agent, pod, 1);
      ScriptedAgent.Stream stream = agent.connect(0);
      stream.next(ControlMessage::hasOrder);
      stream.send(
          AgentMessage.newBuilder()
              .setOrderRefused(OrderRefused.newBuilder().setRevision(1).setReason("too new")));

      await()
          .untilAsserted(
              () ->
                  assertThat(observed(pod))
                      .singleElement()
                      .satisfies(
                          o -> {
                            assertThat(o.state()).isEqualTo(ObservedPod.State.REFUSED);
                            assertThat(o.reason()).isEqualTo("too new");
                          }));
      acknowledged(stream, stream.status(pod.pod(), 1, PodState.POD_RUNNING));
    }
  }

  @Test
  void endsTheOlderStreamOfAnAgentAndDropsWhatItSends() {
    try (ScriptedAgent agent = join()) {
      var pod = pod();
      run(agent, pod, 1);
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
      assertThat(node(agent).state()).isEqualTo(NodeView.State.READY);
    }
  }

  @Test
  void endsAStreamThatFallsSilent() {
    try (ScriptedAgent agent = join()) {
      ScriptedAgent.Stream stream = agent.connect(0);
      await().atMost(Duration.ofSeconds(15)).until(stream.end::isDone);

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      await()
          .untilAsserted(
              () -> assertThat(node(agent).state()).isEqualTo(NodeView.State.UNREACHABLE));
    }
  }

  @Test
  void tellsADeadNodeRemovalsAndNothingElse() {
    try (ScriptedAgent agent = join()) {
      var stays = pod();
      var goes = pod();
      run(agent, stays, 1);
      run(agent, goes, 1);
      NodeView node = node(agent);
      assertThatThrownBy(() -> plane.get(NodeDecisions.class).declareDead(node.id(), "other"))
          .hasMessageContaining(node.name());
      assertThat(plane.get(NodeDecisions.class).declareDead(node.id(), node.name()).stateReason())
          .startsWith("Declared dead by");
      inTenant(
          orders ->
              orders.remove(tenant, goes.instance(), agent.agentId(), goes.pod(), 1, "replaced"));

      ScriptedAgent.Stream stream = agent.connect(0);
      var order = stream.next(ControlMessage::hasOrder).getOrder();
      assertThat(order.getRemovePod().getPodId()).isEqualTo(goes.pod().toString());
      stream.next(ControlMessage::hasSynchronised);
    }
  }

  private static ScriptedAgent join() {
    return ScriptedAgent.joined(plane, "hq", "node-" + ++names);
  }

  private static ControlPlaneFixture.PodRow pod() {
    return plane.pod(tenant, "hello-" + ++names, "hello-0");
  }

  private static RunPod order(ControlPlaneFixture.PodRow pod, long incarnation) {
    return RunPod.newBuilder()
        .setPodId(pod.pod().toString())
        .setIncarnation(incarnation)
        .setInstanceId(pod.instance().toString())
        .setPod("hello-0")
        .build();
  }

  private static void run(ScriptedAgent agent, ControlPlaneFixture.PodRow pod, long incarnation) {
    inTenant(
        orders ->
            orders.run(
                tenant,
                pod.instance(),
                agent.agentId(),
                order(pod, incarnation),
                Set.of(),
                List.of()));
  }

  private static void inTenant(java.util.function.Consumer<Orders> work) {
    plane.inTenant(tenant, () -> work.accept(plane.get(Orders.class)));
  }

  private static long refusals(ScriptedAgent agent, String action) {
    return plane.query(
        Long.class,
        "select count(*) from audit_event where action = ? and subject_id = ? and outcome = 'REFUSED'",
        action,
        agent.agentId());
  }

  private static NodeView node(ScriptedAgent agent) {
    return plane.get(Nodes.class).list("hq", null, null, 1000).stream()
        .filter(n -> n.agentId().equals(agent.agentId()))
        .findFirst()
        .orElseThrow();
  }

  private static void acknowledged(ScriptedAgent.Stream stream, long sequence) {
    stream.next(m -> m.hasStatusAck() && m.getStatusAck().getSequence() == sequence);
  }

  private static void removed(ScriptedAgent.Stream stream, UUID pod, long incarnation) {
    long number = stream.nextSequence();
    stream.send(
        AgentMessage.newBuilder()
            .setPodRemoved(
                PodRemoved.newBuilder()
                    .setBootId("boot-1")
                    .setSequence(number)
                    .setPodId(pod.toString())
                    .setIncarnation(incarnation)));
    acknowledged(stream, number);
  }

  private static List<String> desired(ScriptedAgent agent, ControlPlaneFixture.PodRow pod) {
    return plane.system(
        () ->
            database
                .jdbc()
                .sql(
                    "select kind || ' ' || incarnation from desired_pod where agent_id = ? and pod_id = ? order by 1")
                .params(agent.agentId(), pod.pod())
                .query(String.class)
                .list());
  }

  private static List<ObservedPod> observed(ControlPlaneFixture.PodRow pod) {
    return database
        .scopes()
        .inTenant(tenant, () -> plane.get(Observations.class).of(tenant, pod.instance()));
  }

  private static List<String> transitions(ControlPlaneFixture.PodRow pod) {
    return plane.system(
        () ->
            database
                .jdbc()
                .sql("select transition from pod_transition where pod_id = ? order by id")
                .param(pod.pod())
                .query(String.class)
                .list());
  }
}
