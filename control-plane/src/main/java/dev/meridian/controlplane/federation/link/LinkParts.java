package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.AgentRefusals;
import dev.meridian.controlplane.federation.transfer.Tickets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** What every stream works with. */
record LinkParts(
    Identity identity,
    SessionStore sessions,
    OrderFeed orders,
    StatusIntake intake,
    NodeStore nodes,
    Streams streams,
    Tickets tickets,
    LinkAudit audit,
    AgentRefusals refusals,
    Executor executor,
    InstantSource clock,
    Duration heartbeat,
    Duration silence) {

  /** How long a new stream may take to prove who it is. */
  static final Duration HANDSHAKE = Duration.ofSeconds(10);
}
