package dev.meridian.agent.link;

import static java.lang.System.Logger.Level.WARNING;

import com.google.protobuf.ByteString;
import dev.meridian.agent.record.IdentityRecord;
import dev.meridian.agent.state.AgentDisk;
import dev.meridian.protocol.v1.AgentLinkGrpc;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.protocol.v1.RegisterRequest;
import dev.meridian.protocol.v1.RegisterResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

/** Joins a control plane with a token, once in the life of a data directory. */
public final class Registration {
  private static final System.Logger LOG = System.getLogger(Registration.class.getName());

  private final Endpoint endpoint;
  private final JoinToken token;
  private final IdentityFile file;
  private final AgentDisk disk;

  /**
   * @throws JoinException when the text is no token
   */
  public Registration(Endpoint endpoint, String tokenText, IdentityFile file, AgentDisk disk)
      throws JoinException {
    this.endpoint = endpoint;
    this.file = file;
    this.disk = disk;
    try {
      this.token = JoinToken.parse(tokenText);
    } catch (IllegalArgumentException unreadable) {
      throw new JoinException(String.valueOf(unreadable.getMessage()));
    }
  }

  /**
   * Tries until the control plane answers.
   *
   * @throws JoinException when it refuses for good
   */
  public IdentityRecord register(String nodeName, NodeReport node)
      throws JoinException, IOException, GeneralSecurityException, InterruptedException {
    AgentKey.Made key = AgentKey.make();
    RegisterRequest request =
        RegisterRequest.newBuilder()
            .setJoinToken(token.text())
            .setPublicKey(ByteString.copyFrom(key.publicKey()))
            .setNodeName(nodeName)
            .setNode(node)
            .build();
    ReconnectDelay delay = new ReconnectDelay();
    while (true) {
      try {
        return keep(ask(request), key);
      } catch (StatusRuntimeException refused) {
        requireRetryable(refused);
        LOG.log(
            WARNING,
            "cannot reach the control plane at {0}: {1}; trying again",
            endpoint,
            reason(refused));
        Thread.sleep(delay.next());
      }
    }
  }

  private RegisterResponse ask(RegisterRequest request) throws IOException {
    ManagedChannel channel = endpoint.connect(Trust.ofPin(token));
    try {
      return AgentLinkGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .register(request);
    } finally {
      channel.shutdownNow();
    }
  }

  private IdentityRecord keep(RegisterResponse response, AgentKey.Made key)
      throws IOException, JoinException {
    if (!response.getControlPlaneId().equals(token.controlPlaneId())) {
      throw new JoinException(
          "the join token is of control plane "
              + token.controlPlaneId()
              + ", and "
              + endpoint
              + " is control plane "
              + response.getControlPlaneId()
              + "; check --control-plane");
    }
    // The epoch first: an identity on disk means that everything is.
    disk.obey(response.getHistoryEpoch());
    IdentityRecord identity =
        IdentityRecord.newBuilder()
            .setAgentId(response.getAgentId())
            .setControlPlaneId(response.getControlPlaneId())
            .setRegionName(response.getRegionName())
            .setPrivateKey(ByteString.copyFrom(key.privateKey()))
            .addAllCaCertificates(response.getCaCertificatesList())
            .build();
    file.write(identity);
    return identity;
  }

  private void requireRetryable(StatusRuntimeException refused) throws JoinException {
    for (Throwable at = refused; at != null; at = at.getCause()) {
      if (at instanceof Trust.PinMismatch mismatch) {
        throw new JoinException(String.valueOf(mismatch.getMessage()));
      }
      if (at instanceof java.security.cert.CertificateException distrusted) {
        throw new JoinException(
            "the server at " + endpoint + " is not trusted: " + distrusted.getMessage());
      }
    }
    Status.Code code = refused.getStatus().getCode();
    switch (code) {
      case UNAUTHENTICATED,
          PERMISSION_DENIED,
          ALREADY_EXISTS,
          INVALID_ARGUMENT,
          FAILED_PRECONDITION ->
          throw new JoinException(
              "the control plane refuses the join token: "
                  + reason(refused)
                  + "; get a new one with: meridian region join-token");
      default -> {}
    }
  }

  static String reason(StatusRuntimeException failed) {
    Status status = failed.getStatus();
    String cause = status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
    return status.getDescription() == null
        ? status.getCode() + cause
        : status.getDescription() + cause;
  }
}
