package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.trust.AgentProof;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.Challenge;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.protocol.v1.Proof;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The control stream of one agent, from the challenge to its end. Messages of one stream arrive one
 * at a time, on a virtual thread that may wait: waiting here delays this agent alone.
 */
final class AgentStream implements StreamObserver<AgentMessage>, StatusIntake.Origin {
  private static final Logger log = LoggerFactory.getLogger(AgentStream.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A session that was opened on this stream, with what sends its orders; null pump: on hold. */
  record Open(
      UUID agentId,
      SessionStore.Session session,
      @Nullable OrderPump pump,
      String ticket,
      long takenAtStart) {
    boolean held() {
      return session.history() instanceof HistoryCheck.Hold;
    }
  }

  private final LinkParts parts;
  private final Outbox outbox;
  private final byte[] nonce = new byte[32];
  private final byte[] channelBinding;
  private final CallEnd callEnd;
  private final Instant began;
  private final Pace pace;
  private final AtomicReference<@Nullable NodeReport> nodeReport = new AtomicReference<>();
  private volatile @Nullable Open open;
  private volatile boolean ended;
  private volatile Instant lastHeard;
  private volatile long taken;
  private volatile Set<UUID> orphans = Set.of();

  AgentStream(
      ServerCallStreamObserver<ControlMessage> out,
      byte[] channelBinding,
      CallEnd callEnd,
      LinkParts parts) {
    this.parts = parts;
    this.callEnd = callEnd;
    this.outbox = new Outbox(out);
    this.channelBinding = channelBinding;
    this.began = parts.clock().instant();
    this.lastHeard = began;
    this.pace = new Pace(began);
    RANDOM.nextBytes(nonce);
    out.setOnReadyHandler(this::ready);
    out.setOnCancelHandler(this::cancelled);
  }

  /** Speaks first. */
  void challenge() {
    outbox.control(
        ControlMessage.newBuilder()
            .setChallenge(
                Challenge.newBuilder()
                    .setNonce(com.google.protobuf.ByteString.copyFrom(nonce))
                    .setControlPlaneId(parts.identity().controlPlaneId().toString()))
            .build());
  }

  @Override
  public void onNext(AgentMessage message) {
    if (ended) {
      return;
    }
    lastHeard = parts.clock().instant();
    try {
      if (!pace.takes(lastHeard)) {
        throw new ProtocolViolation(
            "More than %d messages a second are more than an agent has to tell."
                .formatted(Pace.PER_SECOND));
      }
      Open session = open;
      if (session == null) {
        prove(message);
      } else if (message.getSession() == session.session().number()) {
        nameOnLines(session);
        take(session, message);
      }
    } catch (ProtocolViolation e) {
      refused(String.valueOf(e.getMessage()));
      close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close(Status.UNAVAILABLE.withDescription("The control plane is stopping."));
    } catch (RuntimeException e) {
      log.warn("The stream of agent {} ends, it dials again: {}", name(), e.toString(), e);
      close(Status.UNAVAILABLE.withDescription("The control plane could not take a message."));
    } finally {
      MDC.remove("region");
      MDC.remove("agent");
    }
  }

  /** Every line that is logged while a message is taken says of which agent it was. */
  private static void nameOnLines(Open session) {
    MDC.put("region", session.session().region());
    MDC.put("agent", session.agentId().toString());
  }

  private void prove(AgentMessage message) throws ProtocolViolation {
    if (!message.hasProof()) {
      throw new ProtocolViolation("The first message of a stream is Proof.");
    }
    Proof proof = message.getProof();
    Optional<UUID> claimed = Texts.id(proof.getAgentId());
    UUID agentId = claimed.filter(id -> isSignedBy(id, proof)).orElse(null);
    if (agentId == null) {
      log.warn("A stream failed the handshake as agent {}", Texts.clean(proof.getAgentId(), 40));
      close(
          Status.UNAUTHENTICATED.withDescription(
              claimed.filter(parts.sessions()::isRemoved).isPresent()
                  ? "The node of this agent was removed by an administrator. What still runs here is"
                      + " nobody's: stop it, empty the agent's data directory, and join again with a"
                      + " new token."
                  : "The proof is not valid: no agent of this id and key joined this control plane,"
                      + " or the proof was made for another stream. Join again with a new token when"
                      + " the agent's identity is lost."));
      claimed
          .filter(id -> parts.sessions().publicKey(id).isPresent())
          .ifPresent(
              id -> parts.refusals().record(id, "agent.connect", Map.of("reason", "bad proof")));
      return;
    }
    if (proof.getLastRevision() < 0) {
      throw new ProtocolViolation("A revision is never negative.");
    }
    begin(agentId, proof);
  }

  private boolean isSignedBy(UUID agentId, Proof proof) {
    AgentProof text =
        new AgentProof(
            nonce, agentId.toString(), parts.identity().controlPlaneId(), channelBinding);
    return parts
        .sessions()
        .publicKey(agentId)
        .filter(key -> text.isSignedBy(key, proof.getSignature().toByteArray()))
        .isPresent();
  }

  private void begin(UUID agentId, Proof proof) {
    SessionStore.Session session =
        parts
            .sessions()
            .open(
                new SessionStore.Hello(
                    agentId,
                    Texts.clean(proof.getBootId(), 64),
                    Texts.clean(proof.getHistoryEpoch(), 64),
                    proof.getLastRevision(),
                    Texts.clean(proof.getAgentVersion(), 64)));
    OrderPump pump =
        session.history() instanceof HistoryCheck.Hold
            ? null
            : new OrderPump(
                agentId,
                session.epoch(),
                proof.getLastRevision(),
                session.dead(),
                parts.orders(),
                outbox,
                parts.executor());
    taken = proof.getLastRevision();
    orphans = Set.copyOf(session.orphans());
    Open opened =
        new Open(
            agentId,
            session,
            pump,
            parts.tickets().issue(agentId, session.number()),
            proof.getLastRevision());
    open = opened;
    parts.streams().opened(this, opened);
    Welcomes.of(session, opened.ticket(), parts).forEach(outbox::control);
    if (ended) {
      end();
    } else if (pump != null) {
      pump.wake();
    }
    nameOnLines(opened);
    log.info("Agent {} is connected, session {}", agentId, session.number());
  }

  private void take(Open session, AgentMessage message)
      throws ProtocolViolation, InterruptedException {
    UUID agent = session.agentId();
    long number = session.session().number();
    switch (message.getMessageCase()) {
      case HEARTBEAT -> outbox.heartbeat(message.getHeartbeat().getNumber());
      case ORDERS_TAKEN -> taken = taken(session, message.getOrdersTaken().getRevision());
      case NODE -> nodeReport.set(message.getNode());
      case POD_STATUS -> report(session, Reports.of(agent, number, message.getPodStatus()));
      case POD_REMOVED -> report(session, Reports.of(agent, number, message.getPodRemoved()));
      case VOLUME_STATUS -> report(session, Reports.of(agent, number, message.getVolumeStatus()));
      case ORDER_REFUSED -> report(session, Reports.of(agent, number, message.getOrderRefused()));
      case INVENTORY -> {
        if (session.held()) {
          parts.sessions().inventory(agent, number, Inventories.json(message.getInventory()));
        }
      }
      case PROOF -> throw new ProtocolViolation("Proof is said once.");
      // A newer agent may know messages that this control plane does not.
      case MESSAGE_NOT_SET -> log.debug("Agent {} sent a message that is not known here", agent);
    }
  }

  private long taken(Open session, long revision) throws ProtocolViolation {
    if (session.pump() == null) {
      return taken;
    }
    if (revision > session.pump().sent()) {
      throw new ProtocolViolation(
          "Revision %d is reported as stored and was not sent.".formatted(revision));
    }
    return Math.max(taken, revision);
  }

  private void report(Open session, Report report) throws InterruptedException {
    if (session.held()) {
      // The agent keeps what is not acknowledged and says it again when it was resumed.
      return;
    }
    outbox.beginReport();
    if (ended) {
      return;
    }
    UUID pod = report.podId();
    if (pod != null && orphans.contains(pod)) {
      acknowledge(report);
    } else {
      parts.intake().offer(report, this);
    }
  }

  @Override
  public boolean current() {
    return !ended;
  }

  @Override
  public void acknowledge(Report report) {
    if (report.sequence() > 0) {
      outbox.acknowledge(report.sequence());
    } else {
      outbox.endReport();
    }
  }

  @Override
  public void foreign(Report report) {
    parts.audit().foreign(report);
    close(
        Status.PERMISSION_DENIED.withDescription(
            "The report is about a pod or volume that was never ordered to this agent."));
  }

  @Override
  public void unstorable(Report report, Throwable reason) {
    close(Status.INTERNAL.withDescription("A report cannot be stored; see the server's log."));
  }

  private void ready() {
    outbox.flush();
    wake();
  }

  /** Looks for new orders. */
  void wake() {
    Open session = open;
    if (session != null && session.pump() != null && !ended) {
      session.pump().wake();
    }
  }

  /** What a stream does once a second beside its messages. */
  void tick(Instant now) {
    Open session = open;
    if (session == null) {
      if (now.isAfter(began.plus(LinkParts.HANDSHAKE))) {
        close(Status.UNAUTHENTICATED.withDescription("No proof came in time."));
      }
      return;
    }
    if (now.isAfter(lastHeard.plus(parts.silence()))) {
      close(Status.UNAVAILABLE.withDescription("Nothing was heard for too long."));
      return;
    }
    if (session.pump() != null) {
      session.pump().retry();
    }
    storeNode(session);
  }

  private void storeNode(Open session) {
    NodeReport report = nodeReport.getAndSet(null);
    if (report == null) {
      return;
    }
    List<String> problems = NodeFacts.problems(report);
    if (!problems.isEmpty()) {
      close(
          Status.INVALID_ARGUMENT.withDescription(
              "The node report cannot be taken: " + String.join("; ", problems) + "."));
      return;
    }
    try {
      parts.nodes().update(session.agentId(), session.session().number(), NodeFacts.of(report));
    } catch (RuntimeException e) {
      nodeReport.compareAndSet(null, report);
      log.warn("The node report of agent {} waits: {}", session.agentId(), e.toString());
    }
  }

  Instant lastHeard() {
    return lastHeard;
  }

  long taken() {
    return taken;
  }

  @Nullable Open open() {
    return open;
  }

  void close(Status status) {
    ended = true;
    // Its ticket is worth nothing any more by the time the agent hears of the end.
    parts.streams().ended(this);
    outbox.close(status);
  }

  @Override
  public void onError(Throwable reason) {
    end();
  }

  @Override
  public void onCompleted() {
    close(Status.OK);
  }

  private void cancelled() {
    if (callEnd.byTooLargeAMessage()) {
      refused("A message is larger than the agent port takes.");
    }
    end();
  }

  /** Says in the audit what a known agent did that no honest one does. */
  private void refused(String reason) {
    Open session = open;
    if (session != null) {
      parts.refusals().record(session.agentId(), "agent.message", Map.of("reason", reason));
    }
  }

  private void end() {
    close(Status.CANCELLED);
  }

  private String name() {
    Open session = open;
    return session == null ? "that is not known yet" : session.agentId().toString();
  }
}
