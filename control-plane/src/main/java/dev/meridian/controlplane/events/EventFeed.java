package dev.meridian.controlplane.events;

import dev.meridian.controlplane.platform.Signal;
import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the feed once for all watchers of this replica and hands each event to them. */
@Component
class EventFeed implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
  static final int MOST_MISSED = 5_000;
  private static final int BATCH = 500;
  private static final Duration POLL = Duration.ofSeconds(2);
  // While a transaction below the newest event still runs, the feed looks again after this.
  private static final Duration LAG_POLL = Duration.ofMillis(25);

  /** An event as watchers get it; {@code data} is a JSON object. */
  record Event(
      FeedPosition position, UUID tenant, Instant at, String type, String subject, String data) {}

  /** Takes events; must not block. */
  interface Watcher {
    void accept(Event event);
  }

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Wakeups wakeups;
  private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();
  private final Signal signal = new Signal();
  private volatile boolean running;
  private volatile @Nullable FeedPosition position;

  EventFeed(Scopes scopes, JdbcClient jdbc, Wakeups wakeups) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.wakeups = wakeups;
  }

  /** Adds a watcher; it gets every event after the returned position. */
  @Nullable FeedPosition add(Watcher watcher) {
    watchers.add(watcher);
    return position;
  }

  void remove(Watcher watcher) {
    watchers.remove(watcher);
  }

  /**
   * Events after a position up to another, oldest first, for a client that resumes: at most {@link
   * #MOST_MISSED}, of all tenants.
   */
  List<Event> between(FeedPosition after, @Nullable FeedPosition upTo) {
    return scopes.asSystem(
        SystemJob.FEED,
        () ->
            jdbc.sql(
                    """
                    select xid::text, id, tenant_id, at, type, subject, data::text from event
                    where (xid, id) > (cast(:xid as xid8), :id)
                      and (xid, id) <= (cast(:toXid as xid8), :toId)
                    order by event.xid, event.id limit :most
                    """)
                .param("most", MOST_MISSED)
                .param("xid", after.xid())
                .param("id", after.id())
                .param("toXid", upTo == null ? after.xid() : upTo.xid())
                .param("toId", upTo == null ? after.id() : upTo.id())
                .query(EventFeed::event)
                .list());
  }

  @Override
  public void start() {
    running = true;
    wakeups.subscribe(Events.CHANNEL, signal::raise);
    Thread.ofVirtual().name("event-feed").start(this::loop);
  }

  private void loop() {
    while (running) {
      try {
        signal.awaitQuietly(round() ? LAG_POLL : POLL);
      } catch (RuntimeException e) {
        log.warn("Reading the event feed failed, trying again in {}: {}", POLL, e.toString());
        signal.awaitQuietly(POLL);
      }
    }
  }

  /** True when there is more to come: a full batch, or events that are not final yet. */
  private boolean round() {
    FeedPosition from = position;
    if (from == null) {
      position =
          scopes.asSystem(
              SystemJob.FEED,
              () ->
                  new FeedPosition(
                      jdbc.sql("select (pg_snapshot_xmin(pg_current_snapshot()))::text")
                          .query(String.class)
                          .single(),
                      new UUID(0, 0)));
      return true;
    }
    record Round(List<Event> events, boolean more) {}
    Round round =
        scopes.asSystem(
            SystemJob.FEED,
            () ->
                new Round(
                    jdbc.sql(
                            """
                            select xid::text, id, tenant_id, at, type, subject, data::text
                            from event
                            where (xid, id) > (cast(:xid as xid8), :id)
                              and xid < pg_snapshot_xmin(pg_current_snapshot())
                            order by event.xid, event.id limit :batch
                            """)
                        .param("xid", from.xid())
                        .param("id", from.id())
                        .param("batch", BATCH)
                        .query(EventFeed::event)
                        .list(),
                    jdbc.sql(
                            """
                            select exists (select from event
                              where xid >= pg_snapshot_xmin(pg_current_snapshot()))
                            """)
                        .query(Boolean.class)
                        .single()));
    for (Event event : round.events()) {
      watchers.forEach(w -> w.accept(event));
      position = event.position();
    }
    return round.more() || round.events().size() == BATCH;
  }

  private static Event event(ResultSet row, int n) throws SQLException {
    return new Event(
        new FeedPosition(row.getString(1), row.getObject(2, UUID.class)),
        row.getObject(3, UUID.class),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }

  @Override
  public void stop() {
    running = false;
    signal.raise();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
