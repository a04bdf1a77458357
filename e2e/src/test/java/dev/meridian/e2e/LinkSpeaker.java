package dev.meridian.e2e;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.meridian.protocol.v1.AgentLinkGrpc;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.AgentTransferGrpc;
import dev.meridian.protocol.v1.ArtifactChunk;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.FetchArtifactRequest;
import dev.meridian.protocol.v1.NodeReport;
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
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who speaks the agents' protocol with real keys and says what a test wants. It is written
 * from the protocol's text alone and shares no code with the agent. It trusts any server: what it
 * does, a hostile agent would do as well.
 */
final class LinkSpeaker implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 15;

  private final KeyPair keys;
  private final ManagedChannel channel;
  private String agentId = "";
  private String controlPlaneId = "";
  private String epoch = "";

  LinkSpeaker(int port) {
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .overrideAuthority("meridian-control-plane")
              .sslContext(
                  GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                      .protocols("TLSv1.3")
                      .trustManager(InsecureTrustManagerFactory.INSTANCE)
                      .build())
              .build();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Registers its key with a token, as a node that is too small to be given anything. */
  LinkSpeaker register(String token, String nodeName) {
    RegisterResponse registered =
        AgentLinkGrpc.newBlockingStub(channel)
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .register(
                RegisterRequest.newBuilder()
                    .setJoinToken(token)
                    .setNodeName(nodeName)
                    .setPublicKey(ByteString.copyFrom(publicKey()))
                    .setNode(
                        NodeReport.newBuilder()
                            .setAddress("127.0.69.1")
                            .setZone("a")
                            .setRuntime("process")
                            .setPorts(PortRange.newBuilder().setBegin(20_000).setEnd(20_001))
                            .setCapacity(
                                Resources.newBuilder()
                                    .setCpuMillis(1)
                                    .setMemoryBytes(1)
                                    .setDiskBytes(1)))
                    .build());
    agentId = registered.getAgentId();
    controlPlaneId = registered.getControlPlaneId();
    epoch = registered.getHistoryEpoch();
    return this;
  }

  String agentId() {
    return agentId;
  }

  /** Says from now on that it is another agent; its key stays its own. */
  void pretendToBe(String otherAgentId) {
    agentId = otherAgentId;
  }

  private byte[] publicKey() {
    byte[] encoded = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  /** Opens a control stream and waits for the challenge. */
  Stream open() {
    return new Stream();
  }

  /** Asks for an artifact; the status that ended it, and the number of bytes that came. */
  Fetched fetch(String ticket, String digest) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("meridian-ticket", Metadata.ASCII_STRING_MARSHALLER), ticket);
    long bytes = 0;
    try {
      Iterator<ArtifactChunk> chunks =
          AgentTransferGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .fetchArtifact(FetchArtifactRequest.newBuilder().setDigest(digest).build());
      while (chunks.hasNext()) {
        bytes += chunks.next().getContent().size();
      }
      return new Fetched(Status.OK, bytes);
    } catch (io.grpc.StatusRuntimeException refused) {
      return new Fetched(refused.getStatus(), bytes);
    }
  }

  /** How a fetch ended. */
  record Fetched(Status status, long bytes) {}

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** One control stream. */
  final class Stream implements StreamObserver<ControlMessage> {
    private final BlockingQueue<ControlMessage> inbox = new LinkedBlockingQueue<>();
    private final List<ControlMessage> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final AtomicReference<@Nullable ClientCall<?, ?>> call = new AtomicReference<>();
    private final StreamObserver<AgentMessage> out;
    private final ControlMessage challenge;
    private long session;
    private String ticket = "";

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

    /** The proof that is right on this stream. */
    Proof proof() {
      try {
        ExtendedSSLSession tls =
            (ExtendedSSLSession)
                requireNonNull(
                    requireNonNull(call.get())
                        .getAttributes()
                        .get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(
            parts(
                "meridian-agent-proof-v1".getBytes(StandardCharsets.US_ASCII),
                challenge.getChallenge().getNonce().toByteArray(),
                agentId.getBytes(StandardCharsets.UTF_8),
                controlPlaneId.getBytes(StandardCharsets.UTF_8),
                tls.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32)));
        return Proof.newBuilder()
            .setAgentId(agentId)
            .setBootId("a-boot")
            .setHistoryEpoch(epoch)
            .setAgentVersion("test")
            .setSignature(ByteString.copyFrom(signature.sign()))
            .build();
      } catch (GeneralSecurityException | javax.net.ssl.SSLException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    void prove(Proof proof) {
      out.onNext(AgentMessage.newBuilder().setProof(proof).build());
    }

    /** Proves as it should and waits for the welcome. */
    Stream connect() {
      prove(proof());
      var welcome = next(ControlMessage::hasWelcome).getWelcome();
      session = welcome.getSession();
      ticket = welcome.getTicket();
      return this;
    }

    String ticket() {
      return ticket;
    }

    void send(AgentMessage.Builder message) {
      out.onNext(message.setSession(session).build());
    }

    /** How the control plane ended the stream. */
    Status end() {
      try {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException goesOn) {
        throw new AssertionError("The stream was not ended", goesOn);
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    }

    /** Waits until it was told everything that there is to tell. */
    Stream awaitSynchronised() {
      next(ControlMessage::hasSynchronised);
      return this;
    }

    /** Whether the stream has ended. */
    boolean ended() {
      return end.isDone();
    }

    /** Orders that came so far. */
    List<ControlMessage> orders() {
      return heard.stream().filter(ControlMessage::hasOrder).toList();
    }

    /** Everything that came so far. */
    List<ControlMessage> heard() {
      return List.copyOf(heard);
    }

    private ControlMessage next(Predicate<ControlMessage> kind) {
      try {
        while (true) {
          ControlMessage message = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
          if (message == null) {
            throw new AssertionError("No such message came; ended: " + end.getNow(Status.OK));
          }
          if (kind.test(message)) {
            return message;
          }
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }

    @Override
    public void onNext(ControlMessage message) {
      heard.add(message);
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

  /** Each part after its length as a 32-bit big-endian number. */
  private static byte[] parts(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (byte[] part : parts) {
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
