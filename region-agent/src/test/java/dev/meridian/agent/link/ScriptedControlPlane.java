package dev.meridian.agent.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.meridian.protocol.v1.AgentLinkGrpc;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.AgentTransferGrpc;
import dev.meridian.protocol.v1.ArtifactChunk;
import dev.meridian.protocol.v1.Challenge;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.FetchArtifactRequest;
import dev.meridian.protocol.v1.HeartbeatAck;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.RegisterRequest;
import dev.meridian.protocol.v1.RegisterResponse;
import dev.meridian.protocol.v1.StatusAck;
import dev.meridian.protocol.v1.Synchronised;
import dev.meridian.protocol.v1.TransferReply;
import dev.meridian.protocol.v1.TransferRequest;
import dev.meridian.protocol.v1.Welcome;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Plays the control plane over real TLS: registers, checks proofs as the real one does, sends what
 * a test wants and remembers what the agent said.
 */
public final class ScriptedControlPlane implements AutoCloseable {
  private static final Context.Key<Attributes> TRANSPORT = Context.key("transport");
  private static final byte[] KEY_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private final TestAuthority authority;
  private final String id;
  private final Server server;
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private volatile byte @Nullable [] agentKey;
  private volatile @Nullable StreamObserver<ControlMessage> stream;
  private volatile @Nullable StreamObserver<TransferRequest> transfer;

  public final List<AgentMessage> heard = new CopyOnWriteArrayList<>();
  public final List<String> proofs = new CopyOnWriteArrayList<>();
  public final List<Long> fetchOffsets = new CopyOnWriteArrayList<>();
  public final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
  public final Map<Long, StringBuilder> logs = new ConcurrentHashMap<>();
  public final Map<Long, String> logEnds = new ConcurrentHashMap<>();
  public volatile String epoch = "epoch-1";
  public volatile boolean acknowledgesStatus = true;
  public volatile boolean acknowledgesHeartbeats = true;
  public volatile byte @Nullable [] fixedNonce;
  public volatile @Nullable Status refusesRegistration;
  public volatile int breakFetchAfter = Integer.MAX_VALUE;

  public ScriptedControlPlane(String id) throws Exception {
    this(id, new TestAuthority(Trust.SERVER_NAME), 0);
  }

  ScriptedControlPlane(String id, TestAuthority authority, int port) throws Exception {
    this.id = id;
    this.authority = authority;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(authority.chain(), authority.privateKey()),
                        SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .build())
            .addService(new Link())
            .addService(new Transfer())
            .intercept(
                new ServerInterceptor() {
                  @Override
                  public <Q, A> ServerCall.Listener<Q> interceptCall(
                      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                    return Contexts.interceptCall(
                        Context.current().withValue(TRANSPORT, call.getAttributes()),
                        call,
                        headers,
                        next);
                  }
                })
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  /** The same control plane in another process, with another CA. */
  public ScriptedControlPlane successor(TestAuthority other, int port) throws Exception {
    ScriptedControlPlane next = new ScriptedControlPlane(id, other, port);
    next.agentKey = agentKey;
    next.epoch = epoch;
    return next;
  }

  /** The same control plane in another process. */
  public ScriptedControlPlane successor(int port) throws Exception {
    return successor(authority, port);
  }

  public static TestAuthority newAuthority() throws Exception {
    return new TestAuthority(Trust.SERVER_NAME);
  }

  public String token() throws Exception {
    return "mjt1." + id + "." + authority.pin() + ".secret-of-the-token";
  }

  public void send(ControlMessage message) {
    StreamObserver<ControlMessage> open = stream;
    if (open == null) {
      throw new IllegalStateException("no agent is connected");
    }
    synchronized (this) {
      open.onNext(message);
    }
  }

  public void order(Order.Builder order) {
    send(ControlMessage.newBuilder().setOrder(order.setHistoryEpoch(epoch)).build());
  }

  /** Cuts the connection of the agent. */
  public void cut() {
    StreamObserver<ControlMessage> open = stream;
    stream = null;
    if (open != null) {
      open.onError(Status.UNAVAILABLE.withDescription("cut by the test").asRuntimeException());
    }
  }

  public boolean isConnected() {
    return stream != null && sessions.get() > 0;
  }

  public long sessions() {
    return sessions.get();
  }

  public Stream<PodStatus> statuses(String podId) {
    return heard.stream()
        .filter(AgentMessage::hasPodStatus)
        .map(AgentMessage::getPodStatus)
        .filter(status -> status.getPodId().equals(podId));
  }

  public @Nullable PodStatus last(String podId) {
    return statuses(podId).reduce((_, later) -> later).orElse(null);
  }

  public boolean heard(Predicate<AgentMessage> what) {
    return heard.stream().anyMatch(what);
  }

  public long ask(TransferRequest.Builder request) {
    long number = requests.incrementAndGet();
    logs.put(number, new StringBuilder());
    java.util.Objects.requireNonNull(transfer).onNext(request.setId(number).build());
    return number;
  }

  public boolean servesLogs() {
    return transfer != null;
  }

  private final class Link extends AgentLinkGrpc.AgentLinkImplBase {
    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> responses) {
      try {
        if (!request.getJoinToken().equals(token())) {
          responses.onError(
              Status.UNAUTHENTICATED.withDescription("token unknown").asRuntimeException());
          return;
        }
        Status refused = refusesRegistration;
        if (refused != null) {
          responses.onError(refused.asRuntimeException());
          return;
        }
        agentKey = request.getPublicKey().toByteArray();
        responses.onNext(
            RegisterResponse.newBuilder()
                .setAgentId("agent-1")
                .setControlPlaneId(id)
                .setHistoryEpoch(epoch)
                .setRegionName("hq")
                .addCaCertificates(ByteString.copyFrom(authority.authority.getEncoded()))
                .build());
        responses.onCompleted();
      } catch (Exception failed) {
        responses.onError(Status.INTERNAL.withCause(failed).asRuntimeException());
      }
    }

    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<ControlMessage> responses) {
      byte[] nonce = fixedNonce == null ? new byte[32] : fixedNonce;
      if (fixedNonce == null) {
        new SecureRandom().nextBytes(nonce);
      }
      Attributes transport = TRANSPORT.get();
      responses.onNext(
          ControlMessage.newBuilder()
              .setChallenge(
                  Challenge.newBuilder().setNonce(ByteString.copyFrom(nonce)).setControlPlaneId(id))
              .build());
      return new StreamObserver<>() {
        @Override
        public void onNext(AgentMessage message) {
          heard.add(message);
          if (message.hasProof()) {
            if (isValid(message, nonce, transport)) {
              proofs.add("valid");
              welcome(responses);
            } else {
              proofs.add("invalid");
              responses.onError(
                  Status.UNAUTHENTICATED.withDescription("bad proof").asRuntimeException());
            }
          } else if (message.hasHeartbeat() && acknowledgesHeartbeats) {
            send(
                ControlMessage.newBuilder()
                    .setHeartbeatAck(
                        HeartbeatAck.newBuilder().setNumber(message.getHeartbeat().getNumber()))
                    .build());
          } else if (acknowledgesStatus) {
            long sequence =
                Math.max(
                    message.getPodStatus().getSequence(),
                    Math.max(
                        message.getPodRemoved().getSequence(),
                        message.getVolumeStatus().getSequence()));
            if (sequence > 0) {
              send(
                  ControlMessage.newBuilder()
                      .setStatusAck(StatusAck.newBuilder().setSequence(sequence))
                      .build());
            }
          }
        }

        @Override
        public void onError(Throwable failure) {
          if (stream == responses) {
            stream = null;
          }
        }

        @Override
        public void onCompleted() {
          onError(new IllegalStateException("completed"));
        }
      };
    }

    private void welcome(StreamObserver<ControlMessage> responses) {
      stream = responses;
      send(
          ControlMessage.newBuilder()
              .setWelcome(
                  Welcome.newBuilder()
                      .setSession(sessions.incrementAndGet())
                      .setHistoryEpoch(epoch)
                      .setHeartbeatInterval(Duration.newBuilder().setNanos(300_000_000))
                      .setTicket("ticket"))
              .build());
      send(ControlMessage.newBuilder().setSynchronised(Synchronised.getDefaultInstance()).build());
    }

    private boolean isValid(AgentMessage message, byte[] nonce, Attributes transport) {
      try {
        byte[] known = java.util.Objects.requireNonNull(agentKey);
        byte[] encoded = new byte[KEY_PREFIX.length + known.length];
        System.arraycopy(KEY_PREFIX, 0, encoded, 0, KEY_PREFIX.length);
        System.arraycopy(known, 0, encoded, KEY_PREFIX.length, known.length);
        ExtendedSSLSession session =
            (ExtendedSSLSession) transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
            KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(
            AgentKey.message(
                nonce,
                message.getProof().getAgentId(),
                id,
                java.util.Objects.requireNonNull(session)
                    .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32)));
        return verifier.verify(message.getProof().getSignature().toByteArray());
      } catch (Exception failed) {
        return false;
      }
    }
  }

  private final class Transfer extends AgentTransferGrpc.AgentTransferImplBase {
    @Override
    public void fetchArtifact(
        FetchArtifactRequest request, StreamObserver<ArtifactChunk> responses) {
      fetchOffsets.add(request.getOffset());
      byte[] content = artifacts.get(request.getDigest());
      if (content == null) {
        responses.onError(
            Status.PERMISSION_DENIED.withDescription("not assigned").asRuntimeException());
        return;
      }
      int offset = (int) request.getOffset();
      int sent = 0;
      while (offset < content.length) {
        if (sent >= breakFetchAfter) {
          responses.onError(Status.UNAVAILABLE.withDescription("broken").asRuntimeException());
          return;
        }
        int length = Math.min(1000, content.length - offset);
        responses.onNext(
            ArtifactChunk.newBuilder()
                .setOffset(offset)
                .setContent(ByteString.copyFrom(content, offset, length))
                .build());
        offset += length;
        sent += length;
      }
      responses.onCompleted();
    }

    @Override
    public StreamObserver<TransferReply> serve(StreamObserver<TransferRequest> responses) {
      transfer = responses;
      return new StreamObserver<>() {
        @Override
        public void onNext(TransferReply reply) {
          if (reply.hasEnd()) {
            logEnds.put(reply.getId(), reply.getEnd().getError());
          } else {
            java.util.Objects.requireNonNull(logs.get(reply.getId()))
                .append(reply.getContent().toStringUtf8());
          }
        }

        @Override
        public void onError(Throwable failure) {
          transfer = null;
        }

        @Override
        public void onCompleted() {
          transfer = null;
        }
      };
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
