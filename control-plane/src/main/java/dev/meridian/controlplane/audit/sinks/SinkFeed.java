package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.EventRow;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The chained events of a tenant and all below it, in the order in which they were chained. Call as
 * the job {@code AUDIT}.
 */
@Component
class SinkFeed {
  /** The place of the last event that is in a chain, in a query. */
  static final String END =
      "(select h.xid, h.event_id from audit_chain_head h order by h.xid desc, h.event_id desc limit 1)";

  private final JdbcClient jdbc;

  SinkFeed(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The place of the last event that is in a chain. */
  Place end() {
    return jdbc.sql("select x.xid::text, x.event_id from " + END + " x")
        .query((row, n) -> new Place(row.getString(1), row.getObject(2, UUID.class)))
        .optional()
        .orElse(Place.BEFORE_ALL);
  }

  /**
   * The events after one place, up to and with another; what was erased meanwhile is not in them.
   *
   * @param most how many, at most
   */
  List<SinkEvent> between(UUID tenant, Place after, Place upTo, int most) {
    return jdbc.sql(
            "select e.xid::text as xid, c.position, c.hash, "
                + EventRow.COLUMNS
                + " from audit_event e "
                + EventRow.JOIN_PERSONAL
                + """
                 join audit_chain c on c.tenant_id = e.tenant_id and c.event_id = e.id
                where (e.xid, e.id) > (cast(:afterXid as xid8), :afterEvent)
                  and (e.xid, e.id) <= (cast(:xid as xid8), :event)
                  and exists (select from tenant_closure t
                    where t.ancestor_id = :tenant and t.descendant_id = e.tenant_id)
                order by e.xid, e.id limit :most
                """)
        .param("tenant", tenant)
        .param("afterXid", after.xid())
        .param("afterEvent", after.event())
        .param("xid", upTo.xid())
        .param("event", upTo.event())
        .param("most", most)
        .query(
            (row, n) -> {
              EventRow event = Objects.requireNonNull(EventRow.read(row));
              return new SinkEvent(
                  new Place(row.getString("xid"), event.id()),
                  row.getLong("position"),
                  HexFormat.of().formatHex(row.getBytes("hash")),
                  event);
            })
        .list();
  }
}
