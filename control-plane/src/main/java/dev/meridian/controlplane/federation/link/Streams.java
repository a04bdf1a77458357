package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.AgentStreams;
import dev.meridian.controlplane.federation.transfer.Tickets;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The streams that this replica holds: at most one of each agent, and those that prove themselves.
 */
@Component
class Streams implements AgentStreams {
  private static final Logger log = LoggerFactory.getLogger(Streams.class);
  static final int MOST_UNPROVEN = 2000;

  private final SessionStore sessions;
  private final Tickets tickets;
  private final Set<AgentStream> all = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<UUID, AgentStream> byAgent = new ConcurrentHashMap<>();

  /** The newest end of a session of each agent that the database does not know of yet. */
  private final ConcurrentHashMap<UUID, End> unstored = new ConcurrentHashMap<>();

  private record End(UUID agentId, long session, Instant lastHeard) {}

  private volatile boolean stopping;

  Streams(SessionStore sessions, Tickets tickets) {
    this.sessions = sessions;
    this.tickets = tickets;
  }

  /** Takes a stream that has yet to prove itself; false: there are too many of them. */
  boolean began(AgentStream stream) {
    if (all.size() - byAgent.size() >= MOST_UNPROVEN) {
      return false;
    }
    all.add(stream);
    return true;
  }

  /** The stream has opened a session: an older one of the same agent ends. */
  void opened(AgentStream stream, AgentStream.Open open) {
    List<AgentStream> loser = new ArrayList<>(1);
    byAgent.compute(
        open.agentId(),
        (agent, known) -> {
          if (known == null) {
            return stream;
          }
          AgentStream.Open other = known.open();
          boolean newer = other == null || other.session().number() < open.session().number();
          loser.add(newer ? known : stream);
          return newer ? stream : known;
        });
    loser.forEach(
        old ->
            old.close(
                Status.ABORTED.withDescription("Another stream of this agent took its place.")));
  }

  /** The stream is over; tells the database unless another stream goes on. */
  void ended(AgentStream stream) {
    all.remove(stream);
    AgentStream.Open open = stream.open();
    if (open == null) {
      return;
    }
    tickets.revoke(open.ticket());
    if (byAgent.remove(open.agentId(), stream)) {
      log.info("Agent {} is gone, session {}", open.agentId(), open.session().number());
      if (stopping) {
        return;
      }
      End end = new End(open.agentId(), open.session().number(), stream.lastHeard());
      unstored.merge(
          end.agentId(), end, (known, now) -> now.session() > known.session() ? now : known);
      Thread.ofVirtual().name("agent-gone").start(() -> store(end));
    }
  }

  /** Stores the ends that the database could not take when they came, as it was away. */
  void storeEnds() {
    unstored.values().forEach(this::store);
  }

  private void store(End end) {
    try {
      sessions.close(end.agentId(), end.session(), end.lastHeard());
      unstored.remove(end.agentId(), end);
    } catch (RuntimeException e) {
      // Until then the agent counts as connected, and its node as one that takes pods.
      log.warn(
          "The end of agent {}'s session is not stored yet and is stored with the next round: {}",
          end.agentId(),
          e.toString());
    }
  }

  /** Ends every stream; their sessions are then stored as ended in one go. */
  void stop() {
    stopping = true;
    Status status = Status.UNAVAILABLE.withDescription("The control plane is stopping.");
    all().forEach(stream -> stream.close(status));
  }

  /** Takes streams again after a stop. */
  void start() {
    stopping = false;
  }

  List<AgentStream> all() {
    return List.copyOf(all);
  }

  List<AgentStream> open() {
    return List.copyOf(byAgent.values());
  }

  @Override
  public void ordered(UUID agentId) {
    AgentStream stream = byAgent.get(agentId);
    if (stream != null) {
      stream.wake();
    }
  }

  @Override
  public Optional<Instant> lastHeard(UUID agentId) {
    return Optional.ofNullable(byAgent.get(agentId)).map(AgentStream::lastHeard);
  }

  @Override
  public void disconnect(UUID agentId, String reason) {
    AgentStream stream = byAgent.get(agentId);
    if (stream != null) {
      stream.close(Status.ABORTED.withDescription(reason));
    }
  }
}
