package dev.meridian.controlplane.federation;

import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.PodRemoved;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A control plane on a database of its own, a tenant, and agents that a test plays. */
final class AgentScene implements BeforeAllCallback, AfterAllCallback {
  private final TestDatabase database = new TestDatabase();
  private @Nullable ControlPlaneFixture plane;
  private @Nullable UUID tenant;
  private int names;

  @Override
  public void beforeAll(ExtensionContext context) {
    database.beforeAll(context);
    ControlPlaneFixture started = new ControlPlaneFixture(database);
    plane = started;
    started.region("hq");
    tenant = database.tenant("acme");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (plane != null) {
      plane.close();
    }
    database.afterAll(context);
  }

  ControlPlaneFixture plane() {
    return Objects.requireNonNull(plane, "the extension has not started");
  }

  /** Changes the schema as the database's owner. */
  void asOwner(String sql) throws SQLException {
    try (Connection owner = database.database().access().connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  UUID tenant() {
    return Objects.requireNonNull(tenant, "the extension has not started");
  }

  /** One more agent of region {@code hq}, joined and not connected. */
  ScriptedAgent join() {
    return ScriptedAgent.joined(plane(), "hq", "node-" + ++names);
  }

  /** A pod of the tenant(), as its instance wants it. */
  ControlPlaneFixture.PodRow pod() {
    return plane().pod(tenant(), "hello-" + ++names, "hello-0");
  }

  RunPod order(ControlPlaneFixture.PodRow pod, long incarnation) {
    return RunPod.newBuilder()
        .setPodId(pod.pod().toString())
        .setIncarnation(incarnation)
        .setInstanceId(pod.instance().toString())
        .setPod("hello-0")
        .build();
  }

  /** Orders that the agent runs the pod. */
  void run(ScriptedAgent agent, ControlPlaneFixture.PodRow pod, long incarnation) {
    inTenant(
        orders ->
            orders.run(
                tenant(),
                pod.instance(),
                agent.agentId(),
                order(pod, incarnation),
                Set.of(),
                List.of()));
  }

  void inTenant(Consumer<Orders> work) {
    plane().inTenant(tenant(), () -> work.accept(plane().get(Orders.class)));
  }

  long refusals(ScriptedAgent agent, String action) {
    return plane()
        .query(
            Long.class,
            "select count(*) from audit_event where action = ? and subject_id = ? and outcome = 'REFUSED'",
            action,
            agent.agentId());
  }

  /** How the refusal of an agent names it to people. */
  String named(ScriptedAgent agent, String action) {
    return plane()
        .query(
            String.class,
            """
            select p.subject from audit_event e join audit_personal p on p.event_id = e.id
            where e.action = ? and e.subject_id = ?
            """,
            action,
            agent.agentId());
  }

  NodeView node(ScriptedAgent agent) {
    return plane().get(Nodes.class).list("hq", null, null, 1000).stream()
        .filter(n -> n.agentId().equals(agent.agentId()))
        .findFirst()
        .orElseThrow();
  }

  static void acknowledged(ScriptedAgent.Stream stream, long sequence) {
    stream.next(m -> m.hasStatusAck() && m.getStatusAck().getSequence() == sequence);
  }

  static void removed(ScriptedAgent.Stream stream, UUID pod, long incarnation) {
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

  /** What the agent is to do with the pod, as kind and incarnation. */
  List<String> desired(ScriptedAgent agent, ControlPlaneFixture.PodRow pod) {
    return plane()
        .system(
            () ->
                database
                    .jdbc()
                    .sql(
                        "select kind || ' ' || incarnation from desired_pod where agent_id = ? and pod_id = ? order by 1")
                    .params(agent.agentId(), pod.pod())
                    .query(String.class)
                    .list());
  }

  List<ObservedPod> observed(ControlPlaneFixture.PodRow pod) {
    return database
        .scopes()
        .inTenant(tenant(), () -> plane().get(Observations.class).of(tenant(), pod.instance()));
  }

  List<String> transitions(ControlPlaneFixture.PodRow pod) {
    return plane()
        .system(
            () ->
                database
                    .jdbc()
                    .sql("select transition from pod_transition where pod_id = ? order by id")
                    .param(pod.pod())
                    .query(String.class)
                    .list());
  }
}
