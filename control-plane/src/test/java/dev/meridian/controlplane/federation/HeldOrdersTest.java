package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import dev.meridian.tenancy.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An order whose secrets do not open waits, says why, and keeps no other order waiting. */
class HeldOrdersTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static ControlPlaneFixture plane;
  private static UUID tenant;
  private static int names;

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
  void sendsOthersFirstAndTheHeldOneWhenItOpens() {
    try (ScriptedAgent agent = join()) {
      var held = pod();
      UUID secret = secret();
      byte[] sealed = sealed(secret);
      seal(secret, new byte[] {1, 2, 3});
      run(agent, held, List.of(new SecretGrant(secret, 1, "PASSWORD", "")));
      var other = pod();
      run(agent, other, List.of());

      var stream = agent.connect(0);
      Order first = order(stream);
      assertThat(first.getRunPod().getPodId()).isEqualTo(other.pod().toString());
      assertThat(reason(held)).contains("does not open");
      assertThat(revision(held)).isGreaterThan(first.getRevision());
      stream.next(ControlMessage::hasSynchronised);

      var third = pod();
      run(agent, third, List.of());
      Order second = order(stream);
      assertThat(second.getRunPod().getPodId()).isEqualTo(third.pod().toString());
      assertThat(revision(held)).isGreaterThan(second.getRevision());

      seal(secret, sealed);
      Order late = order(stream);
      assertThat(late.getRunPod().getPodId()).isEqualTo(held.pod().toString());
      assertThat(late.getRunPod().getSecretEnvironmentMap()).containsEntry("PASSWORD", "value");
      assertThat(late.getRevision()).isGreaterThan(second.getRevision());
      assertThat(reason(held)).isEmpty();
    }
  }

  @Test
  void sendsAHeldOrderToAnAgentThatTookLaterOnesBeforeItDialledAgain() {
    try (ScriptedAgent agent = join()) {
      var held = pod();
      UUID secret = secret();
      byte[] sealed = sealed(secret);
      seal(secret, new byte[] {1, 2, 3});
      run(agent, held, List.of(new SecretGrant(secret, 1, "PASSWORD", "")));
      run(agent, pod(), List.of());
      long taken = order(agent.connect(0)).getRevision();

      seal(secret, sealed);

      assertThat(order(agent.connect(taken)).getRunPod().getPodId())
          .isEqualTo(held.pod().toString());
    }
  }

  @Test
  void looksBehindMoreHeldOrdersThanItReadsAtOnce() {
    try (ScriptedAgent agent = join()) {
      UUID secret = secret();
      seal(secret, new byte[] {1, 2, 3});
      for (int n = 0; n < 40; n++) {
        run(agent, pod(), List.of(new SecretGrant(secret, 1, "PASSWORD", "")));
      }
      var last = pod();
      run(agent, last, List.of());

      assertThat(order(agent.connect(0)).getRunPod().getPodId()).isEqualTo(last.pod().toString());
    }
  }

  private static ScriptedAgent join() {
    return ScriptedAgent.joined(plane, "hq", "node-" + ++names);
  }

  private static ControlPlaneFixture.PodRow pod() {
    return plane.pod(tenant, "held-" + ++names, "hello-0");
  }

  private static UUID secret() {
    AtomicReference<UUID> made = new AtomicReference<>();
    plane.inTenant(
        tenant,
        () ->
            made.set(
                plane
                    .get(Secrets.class)
                    .create(tenant, "s" + ++names, "", Map.of(), SecretValue.of("value"))));
    return java.util.Objects.requireNonNull(made.get());
  }

  private static byte[] sealed(UUID secret) {
    return plane.query(
        byte[].class, "select sealed from secret_version where secret_id = ?", secret);
  }

  private static void seal(UUID secret, byte[] sealed) {
    plane.system(
        () ->
            plane.sql("update secret_version set sealed = ? where secret_id = ?", sealed, secret));
  }

  private static void run(
      ScriptedAgent agent, ControlPlaneFixture.PodRow pod, List<SecretGrant> secrets) {
    plane.inTenant(
        tenant,
        () ->
            plane
                .get(Orders.class)
                .run(
                    tenant,
                    pod.instance(),
                    agent.agentId(),
                    RunPod.newBuilder()
                        .setPodId(pod.pod().toString())
                        .setIncarnation(1)
                        .setInstanceId(pod.instance().toString())
                        .setPod("hello-0")
                        .build(),
                    Set.of(),
                    secrets));
  }

  private static Order order(ScriptedAgent.Stream stream) {
    return stream.next(ControlMessage::hasOrder).getOrder();
  }

  private static String reason(ControlPlaneFixture.PodRow pod) {
    return plane.query(
        String.class, "select held_reason from desired_pod where pod_id = ?", pod.pod());
  }

  private static long revision(ControlPlaneFixture.PodRow pod) {
    return plane.query(Long.class, "select revision from desired_pod where pod_id = ?", pod.pod());
  }
}
