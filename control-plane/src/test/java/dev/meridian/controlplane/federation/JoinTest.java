package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meridian.controlplane.federation.trust.JoinToken;
import dev.meridian.protocol.v1.PortRange;
import dev.meridian.tenancy.testing.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.net.Socket;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JoinTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  static ControlPlaneFixture plane;

  @BeforeAll
  static void start() {
    plane = new ControlPlaneFixture(database);
    plane.region("hq");
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void letsANodeInAndShowsIt() {
    try (ScriptedAgent agent = ScriptedAgent.joined(plane, "hq", "hq-1")) {
      NodeView node =
          plane.get(Nodes.class).list("hq", null, null, 100).stream()
              .filter(n -> n.name().equals("hq-1"))
              .findFirst()
              .orElseThrow();

      assertThat(node.agentId()).isEqualTo(agent.agentId());
      assertThat(node.state()).isEqualTo(NodeView.State.UNREACHABLE);
      assertThat(node.stateReason()).contains("not connected yet");
      assertThat(node.capacity().cpus()).isEqualByComparingTo("4");
      assertThat(
              plane.query(
                  Long.class,
                  "select count(*) from audit_event e join audit_personal p on p.event_id = e.id where action = 'agent.join' and outcome = 'DONE' and p.subject = 'hq/hq-1'"))
          .isOne();
    }
  }

  @Test
  void spendsAOneTimeTokenOnce() {
    String token = plane.token("hq");
    try (ScriptedAgent first = agent(token);
        ScriptedAgent second = agent(token)) {
      first.register(token, "once-1");

      Status refused = refused(() -> second.register(token, "once-2"));
      assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(refused.getDescription()).contains("used already");
      assertThat(
              plane.query(
                  Long.class,
                  "select count(*) from audit_event e join audit_personal p on p.event_id = e.id where outcome = 'REFUSED' and p.subject = 'once-2'"))
          .isOne();
    }
  }

  @Test
  void keepsTheUseWhenTheJoinFails() {
    String token = plane.token("hq");
    try (ScriptedAgent agent = agent(token)) {
      Status refused =
          refused(
              () ->
                  agent.register(
                      token,
                      "badports",
                      ScriptedAgent.report()
                          .setPorts(PortRange.newBuilder().setBegin(9).setEnd(1))
                          .build()));
      assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.getDescription()).contains("port range 9-1");

      agent.register(token, "goodports");
    }
  }

  @Test
  void refusesATokenAfterItsTime() {
    String token = plane.token("hq");
    plane.system(
        () ->
            plane.sql(
                "update join_token set expires_at = now() - interval '1 s' where secret_hash = ?",
                JoinToken.parse(token).orElseThrow().secretHash()));
    try (ScriptedAgent agent = agent(token)) {
      Status refused = refused(() -> agent.register(token, "late"));
      assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(refused.getDescription()).contains("expired");
    }
  }

  @Test
  void refusesATokenOfAnotherControlPlaneAndAnUnknownOne() {
    String pin = ScriptedAgent.pin(plane.token("hq"));
    UUID here = plane.get(ControlPlaneIdentity.class).current().controlPlaneId();
    try (ScriptedAgent agent = new ScriptedAgent(plane.port(), pin)) {
      Status other =
          refused(() -> agent.register(JoinToken.issue(UUID.randomUUID(), pin).text(), "other"));
      assertThat(other.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(other.getDescription()).contains("another control plane");

      Status unknown = refused(() -> agent.register(JoinToken.issue(here, pin).text(), "unknown"));
      assertThat(unknown.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(unknown.getDescription()).contains("not known");
    }
  }

  @Test
  void doesNotTalkToAControlPlaneWithAnotherCa() {
    String token = plane.token("hq");
    try (ScriptedAgent agent = new ScriptedAgent(plane.port(), "A".repeat(43))) {
      assertThat(refused(() -> agent.register(token, "pinned")).getCode())
          .isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void registersAKeyOnce() {
    try (ScriptedAgent agent = ScriptedAgent.joined(plane, "hq", "twin-1")) {
      String token = plane.token("hq");
      Status refused = refused(() -> agent.register(token, "twin-2"));
      assertThat(refused.getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    }
  }

  @Test
  void refusesANodeNameThatIsTaken() {
    String token = plane.token("hq");
    try (ScriptedAgent first = ScriptedAgent.joined(plane, "hq", "taken");
        ScriptedAgent second = agent(token)) {
      Status refused = refused(() -> second.register(token, "taken"));
      assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(refused.getDescription()).contains("has a node 'taken' already");
      assertThat(first.id).isNotEmpty();
    }
  }

  @Test
  void closesOnGarbageAndGoesOn() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", plane.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                  .repeat(50)
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(readToEnd(in)).isTrue();
    }
    try (ScriptedAgent agent = ScriptedAgent.joined(plane, "hq", "after-garbage")) {
      assertThat(agent.connect(0).session).isPositive();
    }
  }

  private static boolean readToEnd(InputStream in) {
    try {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.io.IOException reset) {
      return true;
    }
  }

  private static ScriptedAgent agent(String token) {
    return new ScriptedAgent(plane.port(), ScriptedAgent.pin(token));
  }

  static Status refused(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
  }
}
