package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.sinks.DeliveryRows.Pending;
import dev.meridian.controlplane.audit.sinks.SinkRows.Key;
import dev.meridian.controlplane.audit.sinks.SinkRows.Row;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedTexts;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One delivery of one sink. The database is asked before and after, and not held while it is sent:
 * a kill in between sends the same delivery again.
 */
@Component
class Delivering {
  /** How many events are sent at once, at most. */
  static final int MOST_EVENTS = 100;

  private static final Logger log = LoggerFactory.getLogger(Delivering.class);

  private final Scopes scopes;
  private final SinkRows sinks;
  private final DeliveryRows deliveries;
  private final SinkFeed feed;
  private final Transport transport;

  Delivering(
      Scopes scopes, SinkRows sinks, DeliveryRows deliveries, SinkFeed feed, Transport transport) {
    this.scopes = scopes;
    this.sinks = sinks;
    this.deliveries = deliveries;
    this.feed = feed;
    this.transport = transport;
  }

  /** What sends, opens secrets and tells the time. */
  @Component
  record Transport(Senders senders, SealedTexts texts, InstantSource clock) {}

  private record Work(Row sink, Pending delivery, List<SinkEvent> events) {
    /**
     * What the receiver has when it took these. A range that has grown, for a tenant with events
     * moved in, is sent in more than one delivery.
     */
    Place end() {
      return events.size() == MOST_EVENTS ? events.getLast().place() : delivery.upTo();
    }
  }

  /** The context in which a sink's secret is sealed. */
  static String secretContext(UUID tenant, UUID sink) {
    return "audit-sink/%s/%s".formatted(tenant, sink);
  }

  /**
   * Makes the next delivery of a sink, if there is one and it may be tried now.
   *
   * @return whether it is worth to look for another one at once
   */
  boolean next(Key key, Attempt attempt) {
    Optional<Work> work = scopes.asSystem(SystemJob.AUDIT, () -> prepare(key));
    if (work.isEmpty()) {
      return false;
    }
    Outcome outcome = send(work.get(), attempt);
    scopes.asSystem(SystemJob.AUDIT, () -> conclude(work.get(), outcome));
    return outcome.delivered();
  }

  private Optional<Work> prepare(Key key) {
    Instant now = transport.clock().instant();
    Optional<Row> found = sinks.find(key, now);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Row sink = found.get();
    Optional<Pending> pending = deliveries.next(key, sink.due());
    if (pending.isPresent()) {
      Pending delivery = pending.get();
      return Optional.of(
          new Work(
              sink,
              delivery,
              feed.between(key.tenant(), delivery.after(), delivery.upTo(), MOST_EVENTS)));
    }
    return sink.due() ? begin(sink, now) : Optional.empty();
  }

  private Optional<Work> begin(Row sink, Instant now) {
    Place end = feed.end();
    List<SinkEvent> events = feed.between(sink.key().tenant(), sink.place(), end, MOST_EVENTS);
    if (events.isEmpty()) {
      sinks.advance(sink.key(), end, 0, now);
      return Optional.empty();
    }
    Pending delivery =
        deliveries.begin(
            sink.key(),
            sink.place(),
            events.getLast().place(),
            events.size(),
            events.getFirst().event().at(),
            now);
    return Optional.of(new Work(sink, delivery, events));
  }

  private Outcome send(Work work, Attempt attempt) {
    Row sink = work.sink();
    if (work.events().isEmpty()) {
      // The tenant whose events they were has moved away since.
      return Outcome.delivered(null);
    }
    Destination to;
    try {
      to = destination(sink);
    } catch (KeyEncryptionException away) {
      log.warn("Sink {}: {}", sink.key().id(), away.getMessage());
      return Outcome.failed(
          null, "The service that keeps the platform's keys does not answer; it is tried again.");
    } catch (IllegalStateException lost) {
      log.warn("Sink {}: {}", sink.key().id(), lost.getMessage());
      return Outcome.failed(
          null, "The secret that signs its deliveries does not open; add the sink anew.");
    }
    try {
      return transport
          .senders()
          .of(sink.kind())
          .send(to, new Parcel(work.delivery().id(), work.events()), attempt);
    } catch (IOException broken) {
      return attempt
          .ended()
          .map(why -> Outcome.failed(null, why))
          .orElseGet(() -> Outcome.failed(to.endpoint(), broken));
    } catch (RuntimeException unforeseen) {
      // Counted as a failure like any other, so that it is said and tried less and less often.
      log.warn("A delivery to sink {} could not be made", sink.key().id(), unforeseen);
      return Outcome.failed(
          null, "The control plane could not make the delivery; its log says why.");
    }
  }

  private Destination destination(Row sink) {
    Key key = sink.key();
    String sealed = sink.secret();
    return new Destination(
        key.id(),
        sink.target(),
        sink.caCertificate(),
        sealed == null
            ? null
            : transport.texts().open(sealed, secretContext(key.tenant(), key.id())));
  }

  private void conclude(Work work, Outcome outcome) {
    Key key = work.sink().key();
    Instant now = transport.clock().instant();
    deliveries.ended(key, work.delivery(), outcome, now);
    if (!work.delivery().isResend()) {
      if (outcome.delivered()) {
        sinks.advance(key, work.end(), work.events().size(), now);
      } else {
        int failures = work.sink().failures() + 1;
        sinks.retry(
            key, outcome.reason(), now.plus(Backoff.after(failures, RandomGenerator.getDefault())));
      }
    }
    deliveries.prune(key);
  }
}
