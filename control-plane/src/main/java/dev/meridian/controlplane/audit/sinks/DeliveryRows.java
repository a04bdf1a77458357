package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.sinks.SinkRows.Key;
import dev.meridian.tenancy.Ids;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The log of deliveries as the worker writes it. Call as the job {@code AUDIT}. */
@Component
class DeliveryRows {
  /** How many deliveries of each sink are kept. */
  static final int KEPT = 100;

  private final JdbcClient jdbc;

  DeliveryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A delivery that is to be made.
   *
   * @param isResend whether a person asked for it; it does not move the sink's place
   */
  record Pending(UUID id, Place after, Place upTo, boolean isResend) {}

  /** What is to be sent next, a resend first; empty when nothing is under way. */
  Optional<Pending> next(Key sink, boolean streamToo) {
    return jdbc.sql(
            """
            select id, after_xid::text, after_event_id, xid::text, event_id, resend_of is not null
            from audit_delivery
            where tenant_id = :tenant and sink_id = :sink and state = 'PENDING'
              and (resend_of is not null or :stream)
            order by resend_of is null, id limit 1
            """)
        .param("tenant", sink.tenant())
        .param("sink", sink.id())
        .param("stream", streamToo)
        .query(
            (row, n) ->
                new Pending(
                    row.getObject(1, UUID.class),
                    new Place(row.getString(2), row.getObject(3, UUID.class)),
                    new Place(row.getString(4), row.getObject(5, UUID.class)),
                    row.getBoolean(6)))
        .optional();
  }

  /** Writes down what is sent next, before it is: so it is the same after a restart. */
  Pending begin(Key sink, Place after, Place upTo, int events, Instant firstAt, Instant now) {
    UUID id = Ids.next();
    jdbc.sql(
            """
            insert into audit_delivery (tenant_id, id, sink_id, after_xid, after_event_id, xid,
              event_id, events, first_at, made_at)
            values (:tenant, :id, :sink, cast(:afterXid as xid8), :afterEvent,
              cast(:xid as xid8), :event, :events, :firstAt, :now)
            """)
        .param("tenant", sink.tenant())
        .param("id", id)
        .param("sink", sink.id())
        .param("afterXid", after.xid())
        .param("afterEvent", after.event())
        .param("xid", upTo.xid())
        .param("event", upTo.event())
        .param("events", events)
        .param("firstAt", firstAt.atOffset(ZoneOffset.UTC))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    return new Pending(id, after, upTo, false);
  }

  /** Writes down how an attempt ended; a resend that failed is over, the stream's is not. */
  void ended(Key sink, Pending delivery, Outcome outcome, Instant now) {
    jdbc.sql(
            """
            update audit_delivery set state = :state, attempts = attempts + 1, status = :status,
              reason = :reason, attempted_at = :now
            where tenant_id = :tenant and id = :id and state = 'PENDING'
            """)
        .param(
            "state", outcome.delivered() ? "DELIVERED" : delivery.isResend() ? "FAILED" : "PENDING")
        .param("status", outcome.status())
        .param("reason", outcome.reason())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("tenant", sink.tenant())
        .param("id", delivery.id())
        .update();
  }

  /** Forgets all but the last deliveries. */
  void prune(Key sink) {
    jdbc.sql(
            """
            delete from audit_delivery d
            where d.tenant_id = :tenant and d.sink_id = :sink and d.state <> 'PENDING'
              and d.id < (select x.id from audit_delivery x
                where x.tenant_id = :tenant and x.sink_id = :sink
                order by x.id desc offset :kept limit 1)
            """)
        .param("tenant", sink.tenant())
        .param("sink", sink.id())
        .param("kept", KEPT - 1)
        .update();
  }
}
