package dev.meridian.controlplane.federation.link;

import com.google.protobuf.ByteString;
import dev.meridian.controlplane.federation.trust.AgentProof;
import dev.meridian.protocol.v1.AgentLinkGrpc;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.RegisterRequest;
import dev.meridian.protocol.v1.RegisterResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control connection as gRPC sees it. */
final class LinkService extends AgentLinkGrpc.AgentLinkImplBase {
  private static final Logger log = LoggerFactory.getLogger(LinkService.class);

  private final Registration registration;
  private final LinkParts parts;

  LinkService(Registration registration, LinkParts parts) {
    this.registration = registration;
    this.parts = parts;
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> answer) {
    Identity identity = parts.identity();
    try {
      Registration.Joined joined = registration.join(request, identity.controlPlaneId());
      answer.onNext(
          RegisterResponse.newBuilder()
              .setAgentId(joined.agentId().toString())
              .setControlPlaneId(identity.controlPlaneId().toString())
              .setHistoryEpoch(joined.epoch().toString())
              .setRegionName(joined.region())
              .addAllCaCertificates(
                  identity.authorities().get().certificates().stream()
                      .map(ByteString::copyFrom)
                      .toList())
              .build());
      answer.onCompleted();
    } catch (Registration.Refused refused) {
      answer.onError(refused.status().asRuntimeException());
    } catch (RuntimeException e) {
      log.error("A node could not be registered", e);
      answer.onError(
          Status.UNAVAILABLE
              .withDescription("The control plane cannot register nodes right now; try again.")
              .asRuntimeException());
    }
  }

  @Override
  public StreamObserver<AgentMessage> connect(StreamObserver<ControlMessage> out) {
    SSLSession session = Peer.current().session();
    if (session == null) {
      throw new IllegalStateException("The agent port speaks TLS only.");
    }
    AgentStream stream =
        new AgentStream(
            (ServerCallStreamObserver<ControlMessage>) out,
            AgentProof.channelBinding(session),
            CallEnd.current(),
            parts);
    if (parts.streams().began(stream)) {
      stream.challenge();
    } else {
      stream.close(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "Too many streams are in their handshake; try again in a few seconds."));
    }
    return stream;
  }
}
