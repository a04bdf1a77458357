package dev.meridian.controlplane.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.protocol.v1.ArtifactChunk;
import dev.meridian.protocol.v1.FetchArtifactRequest;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.TransferEnd;
import dev.meridian.protocol.v1.TransferReply;
import dev.meridian.protocol.v1.TransferRequest;
import dev.meridian.tenancy.testing.TestDatabase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransferTest {
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
  void streamsArtifactsOfItsOwnPodsFromAnyOffset() throws Exception {
    byte[] content = new byte[700_000];
    new Random(1).nextBytes(content);
    String digest = "a".repeat(64);
    plane.artifacts.put(digest, content);
    try (ScriptedAgent agent = withDigest(digest)) {
      String ticket = agent.connect(0).ticket;

      assertThat(fetch(agent, ticket, digest, 0)).isEqualTo(content);
      assertThat(fetch(agent, ticket, digest, 600_000))
          .isEqualTo(java.util.Arrays.copyOfRange(content, 600_000, 700_000));
      assertThat(fetch(agent, ticket, digest, 700_000)).isEmpty();
    }
  }

  @Test
  void refusesForeignAndUnknownDigestsInTheSameWords() {
    String foreign = "b".repeat(64);
    plane.artifacts.put(foreign, new byte[10]);
    try (ScriptedAgent owner = withDigest(foreign);
        ScriptedAgent other = withDigest("c".repeat(64))) {
      String ticket = other.connect(0).ticket;
      Status denied = JoinTest.refused(() -> fetch(other, ticket, foreign, 0));
      Status unknown = JoinTest.refused(() -> fetch(other, ticket, "d".repeat(64), 0));

      assertThat(denied.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(denied.getDescription()).isEqualTo(unknown.getDescription());
      assertThat(
              plane.query(
                  String.class,
                  "select p.detail::jsonb ->> 'digest' from audit_event e join audit_personal p on p.event_id = e.id where action = 'agent.fetch' and subject_id = ?",
                  other.agentId()))
          .as("the first of both, and no more within the minute")
          .isEqualTo(foreign);
      assertThat(owner.id).isNotEmpty();
    }
  }

  @Test
  void takesNoTicketOfASessionThatIsOver() {
    try (ScriptedAgent agent = withDigest("e".repeat(64))) {
      ScriptedAgent.Stream stream = agent.connect(0);
      agent.connect(0);
      stream.end();

      assertThat(JoinTest.refused(() -> fetch(agent, stream.ticket, "e".repeat(64), 0)).getCode())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void readsLogsThroughTheAgent() throws Exception {
    try (ScriptedAgent agent = withDigest("f".repeat(64))) {
      Served served = new Served(agent, agent.connect(0).ticket);
      served.awaitOpen();
      UUID pod = UUID.randomUUID();
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      Thread reader =
          Thread.ofVirtual().start(() -> read(agent, pod, bytes -> read.writeBytes(bytes)));
      TransferRequest request = served.next();
      assertThat(request.getReadLog().getPodId()).isEqualTo(pod.toString());
      served.reply(request.getId(), "line 1\n", false);
      served.reply(request.getId(), "", true);
      reader.join(10_000);

      assertThat(read.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("line 1\n");
    }
  }

  @Test
  void cancelsAtTheAgentWhenTheReaderStops() throws Exception {
    try (ScriptedAgent agent = withDigest("9".repeat(64))) {
      Served served = new Served(agent, agent.connect(0).ticket);
      served.awaitOpen();
      Thread.ofVirtual()
          .start(
              () ->
                  read(
                      agent,
                      UUID.randomUUID(),
                      bytes -> {
                        throw new IOException("client gone");
                      }));
      TransferRequest request = served.next();
      served.reply(request.getId(), "line 1\n", false);

      TransferRequest cancel = served.next();
      assertThat(cancel.hasCancel()).isTrue();
      assertThat(cancel.getId()).isEqualTo(request.getId());
    }
  }

  @Test
  void saysSinceWhenTheAgentIsAway() {
    try (ScriptedAgent agent = withDigest("8".repeat(64))) {
      assertThatThrownBy(
              () ->
                  plane
                      .get(LogReader.class)
                      .read(
                          agent.agentId(), UUID.randomUUID(), "t", "stdout", 1, false, bytes -> {}))
          .hasMessageContaining("of region hq is not reachable");
    }
  }

  private interface Sink {
    void take(byte[] bytes) throws IOException;
  }

  private static void read(ScriptedAgent agent, UUID pod, Sink sink) {
    try {
      plane
          .get(LogReader.class)
          .read(agent.agentId(), pod, "server", "stdout", 10, false, sink::take);
    } catch (IOException expected) {
      assertThat(expected).hasMessage("client gone");
    }
  }

  private static final class Served implements StreamObserver<TransferRequest> {
    private final BlockingQueue<TransferRequest> inbox = new LinkedBlockingQueue<>();
    private final StreamObserver<TransferReply> out;
    private final ScriptedAgent agent;

    Served(ScriptedAgent agent, String ticket) {
      this.agent = agent;
      out = agent.transfer(ticket).serve(this);
    }

    void awaitOpen() {
      org.awaitility.Awaitility.await()
          .until(
              () -> {
                Object channels = plane.get(LogReader.class);
                var field = channels.getClass().getDeclaredField("channels");
                field.setAccessible(true);
                return ((java.util.Map<?, ?>) field.get(channels)).containsKey(agent.agentId());
              });
    }

    TransferRequest next() throws InterruptedException {
      TransferRequest request = inbox.poll(10, TimeUnit.SECONDS);
      if (request == null) {
        throw new AssertionError("nothing was asked for");
      }
      return request;
    }

    void reply(long id, String text, boolean end) {
      TransferReply.Builder reply = TransferReply.newBuilder().setId(id);
      out.onNext(
          end
              ? reply.setEnd(TransferEnd.getDefaultInstance()).build()
              : reply.setContent(com.google.protobuf.ByteString.copyFromUtf8(text)).build());
    }

    @Override
    public void onNext(TransferRequest request) {
      inbox.add(request);
    }

    @Override
    public void onError(Throwable reason) {}

    @Override
    public void onCompleted() {}
  }

  private static byte[] fetch(ScriptedAgent agent, String ticket, String digest, long offset) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Iterator<ArtifactChunk> chunks =
        agent
            .transferBlocking(ticket)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .fetchArtifact(
                FetchArtifactRequest.newBuilder().setDigest(digest).setOffset(offset).build());
    long expected = offset;
    while (chunks.hasNext()) {
      ArtifactChunk chunk = chunks.next();
      assertThat(chunk.getOffset()).isEqualTo(expected);
      expected += chunk.getContent().size();
      all.writeBytes(chunk.getContent().toByteArray());
    }
    return all.toByteArray();
  }

  private static ScriptedAgent withDigest(String digest) {
    ScriptedAgent agent = ScriptedAgent.joined(plane, "hq", "node-" + ++names);
    var pod = plane.pod(tenant, "hello-" + names, "hello-0");
    RunPod order = RunPod.newBuilder().setPodId(pod.pod().toString()).setIncarnation(1).build();
    plane.inTenant(
        tenant,
        () ->
            plane
                .get(Orders.class)
                .run(tenant, pod.instance(), agent.agentId(), order, Set.of(digest), List.of()));
    return agent;
  }
}
