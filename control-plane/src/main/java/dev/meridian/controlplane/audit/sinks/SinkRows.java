package dev.meridian.controlplane.audit.sinks;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sinks as the worker sees them, across tenants. Call as the job {@code AUDIT}. */
@Component
class SinkRows {
  /** Something of a sink's subtree is chained behind its place. */
  private static final String BEHIND =
      """
      exists (select from audit_chain_head h
        join tenant_closure t on t.descendant_id = h.tenant_id and t.ancestor_id = s.tenant_id
        where (h.xid, h.event_id) > (s.xid, s.event_id))
      """;

  private static final String STREAM_UNDER_WAY =
      """
      exists (select from audit_delivery d where d.tenant_id = s.tenant_id and d.sink_id = s.id
        and d.state = 'PENDING' and d.resend_of is null)
      """;

  private static final String RESENDS =
      """
      exists (select from audit_delivery d where d.tenant_id = s.tenant_id and d.sink_id = s.id
        and d.state = 'PENDING' and d.resend_of is not null)
      """;

  private final JdbcClient jdbc;

  SinkRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Which sink. */
  record Key(UUID tenant, UUID id) {}

  /**
   * A sink as it stands.
   *
   * @param secret sealed
   * @param place the last event that it has
   * @param failures of the stream in a row
   * @param due whether the stream may be tried now
   */
  record Row(
      Key key,
      SinkKind kind,
      URI target,
      @Nullable String caCertificate,
      @Nullable String secret,
      Place place,
      int failures,
      boolean due) {}

  /**
   * How the stream is going as a whole.
   *
   * @param lag how long the oldest event waits that a sink does not have
   */
  record Standing(Duration lag, int retrying) {}

  /** Sinks that have something to send and may be tried now, the longest served ago first. */
  List<Key> due(Instant now) {
    return jdbc.sql(
            "select s.tenant_id, s.id from audit_sink s where "
                + RESENDS
                + " or (s.next_attempt_at <= :now and ("
                + STREAM_UNDER_WAY
                + " or "
                + BEHIND
                + ")) order by s.last_sent_at nulls first, s.id")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query((row, n) -> new Key(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .list();
  }

  /** Those of the sinks that are still there. */
  Set<UUID> present(Collection<UUID> ids) {
    return jdbc
        .sql("select id from audit_sink where id = any(cast(:ids as uuid[]))")
        .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
        .query(UUID.class)
        .list()
        .stream()
        .collect(Collectors.toSet());
  }

  /** Empty when the sink is gone. */
  Optional<Row> find(Key key, Instant now) {
    return jdbc.sql(
            """
            select tenant_id, id, kind, target, ca_certificate, secret, xid::text as xid, event_id,
              attempts, next_attempt_at <= :now as due
            from audit_sink where tenant_id = :tenant and id = :id
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("tenant", key.tenant())
        .param("id", key.id())
        .query(SinkRows::row)
        .optional();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        new Key(row.getObject("tenant_id", UUID.class), row.getObject("id", UUID.class)),
        SinkKind.find(row.getString("kind")).orElseThrow(),
        URI.create(row.getString("target")),
        row.getString("ca_certificate"),
        row.getString("secret"),
        new Place(row.getString("xid"), row.getObject("event_id", UUID.class)),
        row.getInt("attempts"),
        row.getBoolean("due"));
  }

  /** The sink has all up to the place; never back, for two replicas may send for a moment. */
  void advance(Key key, Place to, int sent, Instant now) {
    jdbc.sql(
            """
            update audit_sink set state = 'ACTIVE', reason = '', attempts = 0,
              next_attempt_at = '-infinity', sent = sent + :sent,
              last_sent_at = case when :sent > 0 then :now else last_sent_at end,
              xid = cast(:xid as xid8), event_id = :event
            where tenant_id = :tenant and id = :id
              and (xid, event_id) <= (cast(:xid as xid8), :event)
            """)
        .param("sent", sent)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("xid", to.xid())
        .param("event", to.event())
        .param("tenant", key.tenant())
        .param("id", key.id())
        .update();
  }

  void retry(Key key, String reason, Instant at) {
    jdbc.sql(
            """
            update audit_sink set state = 'RETRYING', reason = :reason, attempts = attempts + 1,
              next_attempt_at = :at
            where tenant_id = :tenant and id = :id
            """)
        .param("reason", reason)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("tenant", key.tenant())
        .param("id", key.id())
        .update();
  }

  /**
   * Moves sinks that have everything to the end of the feed, so that what is next is not looked for
   * among all that other tenants did meanwhile. What is chained later is behind that end.
   */
  void skipForeign() {
    jdbc.sql(
            "update audit_sink s set xid = x.xid, event_id = x.event_id from "
                + SinkFeed.END
                + " x where (x.xid, x.event_id) > (s.xid, s.event_id) and not "
                + BEHIND
                + " and not "
                + STREAM_UNDER_WAY)
        .update();
  }

  Standing standing(Instant now) {
    return jdbc.sql(
            """
            select (select count(*) from audit_sink where state = 'RETRYING'),
              extract(epoch from cast(:now as timestamptz) - least(
                (select min(first_at) from audit_delivery
                  where state = 'PENDING' and resend_of is null),
                (select min(e.at) from audit_sink s
                  join tenant_closure t on t.ancestor_id = s.tenant_id
                  join audit_chain_head h on h.tenant_id = t.descendant_id
                  join audit_event e on e.tenant_id = h.tenant_id and e.id = h.event_id
                  where (h.xid, h.event_id) > (s.xid, s.event_id))))
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(
            (row, n) ->
                new Standing(
                    Duration.ofMillis(Math.max(0, (long) (row.getDouble(2) * 1_000))),
                    row.getInt(1)))
        .single();
  }
}
