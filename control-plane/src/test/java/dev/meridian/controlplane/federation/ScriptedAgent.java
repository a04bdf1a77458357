package dev.meridian.controlplane.federation;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import dev.meridian.controlplane.federation.trust.AgentProof;
import dev.meridian.controlplane.federation.trust.JoinToken;
import dev.meridian.protocol.v1.AgentLinkGrpc;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.AgentTransferGrpc;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.PortRange;
import dev.meridian.protocol.v1.Proof;
import dev.meridian.protocol.v1.RegisterRequest;
import dev.meridian.protocol.v1.RegisterResponse;
import dev.meridian.protocol.v1.Resources;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** An agent that says what a test tells it, over its own TLS connection. */
final class ScriptedAgent implements AutoCloseable {
  private static final long PATIENCE = 10;

  final KeyPair keys;
  String id = "";
  String epoch = "";
  String controlPlaneId = "";
  long sequence;
  private final ManagedChannel channel;

  ScriptedAgent(int port, String pin) {
    this(port, pin, newKeys());
  }

  ScriptedAgent(int port, String pin, KeyPair keys) {
    this.keys = keys;
    try {
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .overrideAuthority("meridian-control-plane")
              .sslContext(
                  GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                      .protocols("TLSv1.3")
                      .trustManager(new Pin(pin))
                      .build())
              .maxInboundMessageSize(4 << 20)
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same agent on a new connection. */
  ScriptedAgent again(int port, String pin) {
    ScriptedAgent same = new ScriptedAgent(port, pin, keys);
    same.id = id;
    same.epoch = epoch;
    same.controlPlaneId = controlPlaneId;
    same.sequence = sequence;
    return same;
  }

  static ScriptedAgent joined(ControlPlaneFixture plane, String region, String node) {
    String token = plane.token(region);
    ScriptedAgent agent = new ScriptedAgent(plane.port(), pin(token));
    agent.register(token, node);
    return agent;
  }

  static String pin(String token) {
    return JoinToken.parse(token).orElseThrow().caPin();
  }

  static KeyPair newKeys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  UUID agentId() {
    return UUID.fromString(id);
  }

  RegisterResponse register(String token, String node) {
    return register(token, node, report().build());
  }

  RegisterResponse register(String token, String node, NodeReport report) {
    RegisterResponse response =
        AgentLinkGrpc.newBlockingStub(channel)
            .withDeadlineAfter(PATIENCE, SECONDS)
            .register(
                RegisterRequest.newBuilder()
                    .setJoinToken(token)
                    .setNodeName(node)
                    .setPublicKey(ByteString.copyFrom(rawKey()))
                    .setNode(report)
                    .build());
    id = response.getAgentId();
    epoch = response.getHistoryEpoch();
    controlPlaneId = response.getControlPlaneId();
    return response;
  }

  static NodeReport.Builder report() {
    return NodeReport.newBuilder()
        .setAddress("127.0.10.1")
        .setZone("a")
        .setRuntime("process")
        .setPorts(PortRange.newBuilder().setBegin(20000).setEnd(20100))
        .setCapacity(
            Resources.newBuilder()
                .setCpuMillis(4000)
                .setMemoryBytes(8L << 30)
                .setDiskBytes(100L << 30));
  }

  private byte[] rawKey() {
    byte[] encoded = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  AgentTransferGrpc.AgentTransferStub transfer(String ticket) {
    return AgentTransferGrpc.newStub(channel).withInterceptors(ticketed(ticket));
  }

  AgentTransferGrpc.AgentTransferBlockingStub transferBlocking(String ticket) {
    return AgentTransferGrpc.newBlockingStub(channel).withInterceptors(ticketed(ticket));
  }

  private static ClientInterceptor ticketed(String ticket) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("meridian-ticket", Metadata.ASCII_STRING_MARSHALLER), ticket);
    return MetadataUtils.newAttachHeadersInterceptor(metadata);
  }

  /** Opens a stream and waits for the challenge. */
  Stream open() {
    return new Stream();
  }

  /** Opens a stream, proves, and waits for the welcome. */
  Stream connect(long lastRevision) {
    Stream stream = open();
    stream.prove(lastRevision);
    stream.welcome();
    return stream;
  }

  /** One control stream. */
  final class Stream implements StreamObserver<ControlMessage> {
    final BlockingQueue<ControlMessage> inbox = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> end = new CompletableFuture<>();
    final ControlMessage challenge;
    private final StreamObserver<AgentMessage> out;
    private final AtomicReference<@Nullable ClientCall<?, ?>> call = new AtomicReference<>();
    long session;
    String ticket = "";

    private Stream() {
      out =
          AgentLinkGrpc.newStub(channel)
              .withInterceptors(
                  new ClientInterceptor() {
                    @Override
                    public <I, O> ClientCall<I, O> interceptCall(
                        MethodDescriptor<I, O> method, CallOptions options, Channel next) {
                      ClientCall<I, O> made = next.newCall(method, options);
                      call.set(made);
                      return made;
                    }
                  })
              .connect(this);
      challenge = next(ControlMessage::hasChallenge);
    }

    Proof proof(long lastRevision) {
      return Proof.newBuilder()
          .setAgentId(id)
          .setBootId("boot-1")
          .setHistoryEpoch(epoch)
          .setLastRevision(lastRevision)
          .setAgentVersion("test")
          .setSignature(ByteString.copyFrom(sign(binding())))
          .build();
    }

    private byte[] binding() {
      ClientCall<?, ?> made = call.get();
      if (made == null) {
        throw new IllegalStateException("no call");
      }
      SSLSession tls = made.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      return AgentProof.channelBinding(java.util.Objects.requireNonNull(tls));
    }

    private byte[] sign(byte[] binding) {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(
            new AgentProof(
                    challenge.getChallenge().getNonce().toByteArray(),
                    id,
                    UUID.fromString(controlPlaneId),
                    binding)
                .text());
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    void prove(long lastRevision) {
      out.onNext(AgentMessage.newBuilder().setProof(proof(lastRevision)).build());
    }

    void prove(Proof proof) {
      out.onNext(AgentMessage.newBuilder().setProof(proof).build());
    }

    void welcome() {
      var welcome = next(ControlMessage::hasWelcome).getWelcome();
      session = welcome.getSession();
      ticket = welcome.getTicket();
    }

    void send(AgentMessage.Builder message) {
      out.onNext(message.setSession(session).build());
    }

    void sendAs(long otherSession, AgentMessage.Builder message) {
      out.onNext(message.setSession(otherSession).build());
    }

    long status(UUID pod, long incarnation, PodState state) {
      long number = ++sequence;
      send(
          AgentMessage.newBuilder()
              .setPodStatus(
                  PodStatus.newBuilder()
                      .setBootId("boot-1")
                      .setSequence(number)
                      .setPodId(pod.toString())
                      .setIncarnation(incarnation)
                      .setState(state)));
      return number;
    }

    long nextSequence() {
      return ++sequence;
    }

    /** The next message of this kind; others before it are passed over. */
    ControlMessage next(Predicate<ControlMessage> kind) {
      try {
        long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE);
        while (true) {
          ControlMessage message =
              inbox.poll(deadline - System.nanoTime(), java.util.concurrent.TimeUnit.NANOSECONDS);
          if (message == null) {
            throw new AssertionError(
                "No such message came"
                    + (end.isDone() ? "; the stream ended with " + end.join() : ""));
          }
          if (kind.test(message)) {
            return message;
          }
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    Status end() {
      try {
        return end.get(PATIENCE, SECONDS);
      } catch (Exception e) {
        throw new AssertionError("The stream did not end", e);
      }
    }

    void close() {
      out.onCompleted();
    }

    @Override
    public void onNext(ControlMessage message) {
      inbox.add(message);
    }

    @Override
    public void onError(Throwable reason) {
      end.complete(Status.fromThrowable(reason));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** Trusts the CA in the chain when its key is the one that was pinned. */
  private static final class Pin extends X509ExtendedTrustManager {
    private final String pin;

    private Pin(String pin) {
      this.pin = pin;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      try {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(chain[1].getPublicKey().getEncoded());
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(hash).equals(pin)) {
          throw new CertificateException("not the pinned CA");
        }
        chain[0].verify(chain[1].getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new CertificateException(e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
