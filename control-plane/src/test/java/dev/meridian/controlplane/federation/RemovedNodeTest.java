package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.Ids;
import io.grpc.Status;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes that never come back. */
class RemovedNodeTest {
  @RegisterExtension static final AgentScene scene = new AgentScene();

  private static ControlPlaneFixture plane() {
    return scene.plane();
  }

  private static RemovedNode remove(NodeView node) {
    return plane().get(NodeRemoval.class).remove(node.id(), node.name());
  }

  private static NodeView dead(ScriptedAgent agent) {
    return dead(scene.node(agent));
  }

  private static NodeView dead(NodeView node) {
    return plane().get(NodeDecisions.class).declareDead(node.id(), node.name());
  }

  @Test
  void removesOnlyWhatWasDeclaredDeadAndIsNamed() {
    try (ScriptedAgent agent = scene.join()) {
      NodeView node = scene.node(agent);

      assertThatThrownBy(() -> remove(node)).hasMessageContaining("not declared dead");
      dead(agent);
      assertThatThrownBy(() -> plane().get(NodeRemoval.class).remove(node.id(), "another"))
          .hasMessageContaining(node.name());
      assertThat(scene.node(agent).stateReason()).startsWith("Declared dead by");
    }
  }

  @Test
  void keepsANodeThatAPodIsStillWantedOn() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      NodeView node = dead(agent);
      reserve(pod, node);

      assertThatThrownBy(() -> remove(node)).hasMessageContaining("hello-0 of acme/hello-");

      state(pod, "UNINSTALLING");
      assertThat(remove(node).pods()).isEmpty();
    }
  }

  @Test
  void keepsANodeWithAKeptVolumeThatAnInstallWasPromised() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      NodeView node = dead(agent);
      volume(pod, node, "KEPT");
      state(pod, "WAITING");

      assertThatThrownBy(() -> remove(node)).hasMessageContaining("the data of hello-0 of acme/");

      state(pod, "UNINSTALLED");
      assertThat(remove(node).volumes()).hasSize(1);
    }
  }

  @Test
  void endsEveryWaitForItsWordAndRecordsWhatIsGivenUp() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      scene.run(agent, pod, 1);
      state(pod, "UNINSTALLING");
      scene.inTenant(
          orders ->
              orders.remove(scene.tenant(), pod.instance(), agent.agentId(), pod.pod(), 1, "gone"));
      NodeView node = dead(agent);
      UUID kept = volume(pod, node, "KEPT");
      UUID destroying = volume(pod, node, "DESTROYING");
      scene.inTenant(
          orders -> orders.destroyVolume(scene.tenant(), agent.agentId(), destroying, "gone"));

      RemovedNode removed = remove(node);

      assertThat(removed.pods()).extracting(RemovedNode.Pod::id).containsExactly(pod.pod());
      assertThat(removed.volumes())
          .extracting(RemovedNode.Volume::id)
          .containsExactlyInAnyOrder(kept, destroying);
      assertThat(scene.desired(agent, pod)).isEmpty();
      assertThat(volumes(pod))
          .containsOnly("DESTROYED given up with node hq/" + node.name())
          .hasSize(2);
      assertThat(
              plane()
                  .query(
                      Long.class,
                      "select count(*) from volume_order where agent_id = ? and done_at is null",
                      agent.agentId()))
          .isZero();
      assertThat(
              plane()
                  .query(
                      String.class,
                      """
                      select p.detail from audit_event e
                      join audit_personal p on p.tenant_id = e.tenant_id and p.event_id = e.id
                      where e.action = 'node.remove' and e.subject_id = ?
                      """,
                      node.id()))
          .contains(kept.toString(), destroying.toString(), pod.pod().toString());
      assertThat(
              plane()
                  .query(
                      Long.class,
                      "select count(*) from audit_event where tenant_id = ? and action = 'volume.give-up' and subject_id in (?, ?)",
                      scene.tenant(),
                      kept,
                      destroying))
          .as("in the tenant's own log")
          .isEqualTo(2);
    }
  }

  @Test
  void tellsARemovedAgentNothingMoreAndGivesItsNameAgain() {
    try (ScriptedAgent agent = scene.join()) {
      var pod = scene.pod();
      NodeView node = dead(agent);
      remove(node);

      assertThatThrownBy(() -> plane().get(Nodes.class).get(node.id()))
          .hasMessageContaining(node.id().toString());
      scene.inTenant(
          orders ->
              orders.remove(scene.tenant(), pod.instance(), agent.agentId(), pod.pod(), 1, "gone"));
      assertThat(scene.desired(agent, pod)).isEmpty();
      assertThatThrownBy(() -> scene.run(agent, pod, 1)).hasMessageContaining("was removed");
      assertThatThrownBy(() -> dead(node)).hasMessageContaining(node.id().toString());
      ScriptedAgent.Stream refused = agent.open();
      refused.prove(0);
      Status end = refused.end();
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(end.getDescription()).contains("was removed by an administrator");

      try (ScriptedAgent next = ScriptedAgent.joined(plane(), "hq", node.name())) {
        assertThat(scene.node(next).name()).isEqualTo(node.name());
      }
    }
  }

  private static void state(ControlPlaneFixture.PodRow pod, String state) {
    plane()
        .system(
            () -> plane().sql("update instance set state = ? where id = ?", state, pod.instance()));
  }

  private static void reserve(ControlPlaneFixture.PodRow pod, NodeView node) {
    plane()
        .system(
            () ->
                plane()
                    .sql(
                        """
                        insert into reservation (tenant_id, pod_id, node_id, cpu_millis,
                          memory_bytes, disk_bytes, created_at) values (?, ?, ?, 1, 1, 1, now())
                        """,
                        pod.tenant(),
                        pod.pod(),
                        node.id()));
  }

  private static UUID volume(ControlPlaneFixture.PodRow pod, NodeView node, String state) {
    UUID volume = Ids.next();
    plane()
        .system(
            () ->
                plane()
                    .sql(
                        """
                        insert into volume (tenant_id, id, instance_id, instance_name, package_name,
                          pod_id, pod_name, path, size_bytes, node_id, state, created_at)
                        values (?, ?, ?, 'hello', 'hello-world', ?, 'hello-0', ?, 1024, ?, ?, now())
                        """,
                        pod.tenant(),
                        volume,
                        pod.instance(),
                        pod.pod(),
                        "data-" + volume,
                        node.id(),
                        state));
    return volume;
  }

  private static List<String> volumes(ControlPlaneFixture.PodRow pod) {
    return plane()
        .system(
            () ->
                plane()
                    .get(org.springframework.jdbc.core.simple.JdbcClient.class)
                    .sql("select state || ' ' || reason from volume where instance_id = ?")
                    .param(pod.instance())
                    .query(String.class)
                    .list());
  }
}
