package dev.meridian.agent.link;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.google.protobuf.ByteString;
import dev.meridian.agent.record.IdentityRecord;
import dev.meridian.agent.state.Timestamps;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.Challenge;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.Proof;
import dev.meridian.protocol.v1.Welcome;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream to the control plane, from Challenge to its end. */
final class ControlSession implements ClientResponseObserver<AgentMessage, ControlMessage> {
  private static final System.Logger LOG = System.getLogger(ControlSession.class.getName());
  private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(5);
  private static final int ORDERS_WAITING = 1024;

  private final LinkContext context;
  private final IdentityRecord identity;
  private final AgentKey key;
  private final ChannelBinding binding;
  private final OrderIntake intake;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  // Orders go to the disk on a thread of their own: a slow disk must not hold up heartbeats.
  private final BlockingQueue<ControlMessage> toStore = new ArrayBlockingQueue<>(ORDERS_WAITING);
  private final Thread storing;
  private final Consumer<AgentMessage> sender = this::send;
  private @Nullable ClientCallStreamObserver<AgentMessage> requests;
  private @Nullable Heartbeats heartbeats;
  private @Nullable NodeNews news;
  private volatile long session;
  private volatile boolean welcomed;
  private volatile boolean synchronised;
  private volatile boolean onHold;

  ControlSession(
      LinkContext context, IdentityRecord identity, AgentKey key, ChannelBinding binding) {
    this.context = context;
    this.identity = identity;
    this.key = key;
    this.binding = binding;
    this.intake = new OrderIntake(context.disk(), context.fleet(), context.outbox());
    this.storing = Thread.ofVirtual().name("orders").unstarted(this::store);
  }

  /** Why it ended. */
  CompletableFuture<String> ended() {
    return ended;
  }

  boolean wasWelcomed() {
    return welcomed;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<AgentMessage> stream) {
    requests = stream;
    storing.start();
  }

  @Override
  public void onNext(ControlMessage message) {
    try {
      switch (message.getMessageCase()) {
        case CHALLENGE -> prove(message.getChallenge());
        case WELCOME -> welcome(message.getWelcome());
        case ORDER, SYNCHRONISED, CONFIRM_EPOCH -> toStore.put(message);
        case HEARTBEAT_ACK -> acknowledged(message.getHeartbeatAck().getNumber());
        case STATUS_ACK -> context.outbox().acknowledged(message.getStatusAck().getSequence());
        case HOLD -> hold(message.getHold().getReason());
        case ANNOUNCE_CA ->
            context.identity().trustAlso(message.getAnnounceCa().getCaCertificatesList());
        case MESSAGE_NOT_SET ->
            LOG.log(WARNING, "the control plane sent what this agent does not know; ignored");
      }
    } catch (IOException | GeneralSecurityException failed) {
      LOG.log(ERROR, "cannot go on with this session; connecting anew", failed);
      cancel(String.valueOf(failed.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      cancel("the agent stops");
    }
  }

  private void prove(Challenge challenge) throws IOException, GeneralSecurityException {
    if (!challenge.getControlPlaneId().equals(identity.getControlPlaneId())) {
      throw new GeneralSecurityException(
          "this agent belongs to control plane "
              + identity.getControlPlaneId()
              + ", and "
              + context.endpoint()
              + " is control plane "
              + challenge.getControlPlaneId()
              + "; check --control-plane");
    }
    byte[] signature =
        key.prove(
            challenge.getNonce().toByteArray(),
            identity.getAgentId(),
            identity.getControlPlaneId(),
            binding.bytes());
    long revision = context.disk().agent().getLastRevision();
    OptionalLong lost = context.fleet().revisionWithLostSecrets();
    if (lost.isPresent()) {
      // Asks for everything from there on again: a boot took values that are never on disk.
      revision = Math.min(revision, lost.getAsLong() - 1);
    }
    send(
        AgentMessage.newBuilder()
            .setProof(
                Proof.newBuilder()
                    .setAgentId(identity.getAgentId())
                    .setSignature(ByteString.copyFrom(signature))
                    .setBootId(context.clock().bootId())
                    .setHistoryEpoch(context.disk().agent().getHistoryEpoch())
                    .setLastRevision(revision)
                    .setAgentVersion(context.agentVersion()))
            .build());
  }

  private void welcome(Welcome welcome) throws IOException {
    session = welcome.getSession();
    welcomed = true;
    LOG.log(INFO, "connected to {0}, session {1}", context.endpoint(), session);
    NodeReport described = context.node().report();
    send(AgentMessage.newBuilder().setNode(described).build());
    news = new NodeNews(context.node(), described);
    String obeyed = context.disk().agent().getHistoryEpoch();
    if (!welcome.getHistoryEpoch().equals(obeyed)) {
      hold(foreignEpoch(welcome.getHistoryEpoch()));
    } else if (!context.disk().agent().getHoldReason().isEmpty()) {
      hold(context.disk().agent().getHoldReason());
    }
    context.outbox().attach(sender);
    Duration interval =
        welcome.hasHeartbeatInterval()
            ? Timestamps.duration(welcome.getHeartbeatInterval())
            : USUAL_HEARTBEAT;
    heartbeats =
        new Heartbeats(
            interval.isPositive() ? interval : USUAL_HEARTBEAT,
            context.clock(),
            sender,
            () -> cancel("the control plane is silent"));
    context.transfer().open(welcome.getTicket());
  }

  private void acknowledged(long number) throws IOException {
    NodeNews node = news;
    if (node != null) {
      node.look().ifPresent(now -> send(AgentMessage.newBuilder().setNode(now).build()));
    }
    Heartbeats beating = heartbeats;
    if (beating != null) {
      var sentAt = beating.acknowledged(number);
      // Before the tombstones of this session are known, no lease may be lengthened by it.
      if (sentAt.isPresent() && synchronised && !onHold) {
        context.leases().acknowledged(sentAt.get());
        context.runtime().extendLeases(sentAt.get());
      }
    }
  }

  private void store() {
    try {
      while (true) {
        ControlMessage message = toStore.take();
        if (message.hasSynchronised()) {
          synchronised = true;
          Heartbeats beating = heartbeats;
          if (beating != null) {
            beating.beatNow();
          }
          continue;
        }
        if (message.hasConfirmEpoch()) {
          // In its turn: what was ordered before it was ordered to an agent on hold.
          confirm(message.getConfirmEpoch().getHistoryEpoch());
          continue;
        }
        Order order = message.getOrder();
        if (!order.getHistoryEpoch().equals(context.disk().agent().getHistoryEpoch())) {
          hold(foreignEpoch(order.getHistoryEpoch()));
        } else if (!onHold) {
          intake.take(order, sender);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException failed) {
      LOG.log(ERROR, "cannot take orders; connecting anew", failed);
      cancel("orders could not be taken");
    }
  }

  private String foreignEpoch(String epoch) {
    return "the control plane's history is "
        + epoch
        + " and this agent obeys "
        + context.disk().agent().getHistoryEpoch()
        + "; an administrator decides about what runs here";
  }

  /** Stops nothing and destroys nothing until the epoch is confirmed; says what is here. */
  private void hold(String reason) throws IOException {
    if (onHold) {
      return;
    }
    onHold = true;
    LOG.log(WARNING, "on hold: {0}", reason);
    context.disk().hold(reason.isEmpty() ? "the control plane asks for it" : reason);
    context.fleet().hold(true);
    Thread.ofVirtual()
        .name("inventory")
        .start(
            () -> {
              try {
                send(AgentMessage.newBuilder().setInventory(context.fleet().inventory()).build());
              } catch (IOException failed) {
                LOG.log(ERROR, "cannot list what is here; connecting anew", failed);
                cancel("the inventory failed");
              }
            });
  }

  private void confirm(String epoch) throws IOException {
    LOG.log(INFO, "history {0} is confirmed", epoch);
    context.disk().obey(epoch);
    onHold = false;
    context.fleet().hold(false);
    // The restored database may lack what it had acknowledged.
    context.outbox().forgetWhatWasTold();
    context.fleet().tellEverything();
  }

  private synchronized void send(AgentMessage message) {
    ClientCallStreamObserver<AgentMessage> stream = requests;
    if (stream != null && !ended.isDone()) {
      try {
        stream.onNext(message.toBuilder().setSession(session).build());
      } catch (IllegalStateException closed) {
        ended.complete("the stream was closed");
      }
    }
  }

  private void cancel(String reason) {
    ended.complete(reason);
    ClientCallStreamObserver<AgentMessage> stream = requests;
    if (stream != null) {
      stream.cancel(reason, null);
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended.complete(
        failure instanceof io.grpc.StatusRuntimeException status
            ? Registration.reason(status)
            : failure.toString());
  }

  @Override
  public void onCompleted() {
    ended.complete("the control plane closed the stream");
  }

  /** Leaves nothing of the session behind. */
  void close() {
    context.outbox().detach(sender);
    context.transfer().close();
    Heartbeats beating = heartbeats;
    if (beating != null) {
      beating.close();
    }
    storing.interrupt();
    cancel("the agent closes the session");
  }
}
