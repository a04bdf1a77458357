package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.audit.ChainHashes;
import dev.meridian.tenancy.audit.ChainHead;
import dev.meridian.tenancy.audit.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Appends events to the chains of their tenants, in the order of the feed: by the writer's
 * transaction, and only what is below the oldest one that still runs, so that nothing that commits
 * late is passed over. A batch is one transaction; where to go on is read from the heads, so that a
 * kill at any moment leaves nothing to repair.
 */
@Component
class ChainAppender {
  static final int BATCH = 500;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  ChainAppender(Scopes scopes, JdbcClient jdbc, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private record Place(String xid, UUID id) {
    static final Place BEFORE_ALL = new Place("0", new UUID(0, 0));
  }

  private record Fed(Place place, EventRow event) {}

  private record Entry(
      EventRow event, long position, Sha256 payload, Sha256 previous, Sha256 hash, Place place) {
    ChainHead head() {
      return new ChainHead(position, hash);
    }
  }

  /**
   * Appends the next batch.
   *
   * @return how many events; fewer than {@link #BATCH} when no more are final
   * @throws LostLeaseException when another replica holds the lease; nothing was appended then
   */
  int append(Lease lease) {
    return scopes.asSystem(
        SystemJob.AUDIT,
        () -> {
          Fences.require(jdbc, lease);
          List<Fed> batch = next(place());
          if (!batch.isEmpty()) {
            write(link(batch, heads(batch)));
          }
          return batch.size();
        });
  }

  /** How long the oldest event that is not in its chain has waited; zero when there is none. */
  Duration lag() {
    return scopes.asSystem(
        SystemJob.AUDIT,
        () -> {
          Place place = place();
          return jdbc.sql(
                  """
                  select min(at) from (select at from audit_event
                    where (xid, id) > (cast(:xid as xid8), :id) order by xid, id limit 1000) waiting
                  """)
              .param("xid", place.xid())
              .param("id", place.id())
              .query(OffsetDateTime.class)
              .optional()
              .map(at -> Duration.between(at.toInstant(), clock.instant()))
              .filter(Duration::isPositive)
              .orElse(Duration.ZERO);
        });
  }

  /** Ordered by the column: plain {@code xid} would be the text that is selected. */
  private Place place() {
    return jdbc.sql(
            """
            select h.xid::text, h.event_id from audit_chain_head h
            order by h.xid desc, h.event_id desc limit 1
            """)
        .query((row, n) -> new Place(row.getString(1), row.getObject(2, UUID.class)))
        .optional()
        .orElse(Place.BEFORE_ALL);
  }

  private List<Fed> next(Place place) {
    return jdbc.sql(
            "select e.xid::text as xid, "
                + EventRow.COLUMNS
                + " from audit_event e "
                + EventRow.JOIN_PERSONAL
                + """
                 where (e.xid, e.id) > (cast(:xid as xid8), :id)
                  and e.xid < pg_snapshot_xmin(pg_current_snapshot())
                order by e.xid, e.id limit :batch
                """)
        .param("xid", place.xid())
        .param("id", place.id())
        .param("batch", BATCH)
        .query(
            (row, n) -> {
              EventRow event = Objects.requireNonNull(EventRow.read(row));
              return new Fed(new Place(row.getString("xid"), event.id()), event);
            })
        .list();
  }

  private Map<UUID, ChainHead> heads(List<Fed> batch) {
    Map<UUID, ChainHead> heads = new HashMap<>();
    jdbc.sql(
            """
            select tenant_id, position, hash from audit_chain_head
            where tenant_id = any(cast(:tenants as uuid[])) order by tenant_id for update
            """)
        .param(
            "tenants",
            batch.stream()
                .map(fed -> fed.event().tenant().toString())
                .distinct()
                .toArray(String[]::new))
        .query(
            row -> {
              heads.put(
                  row.getObject(1, UUID.class),
                  new ChainHead(row.getLong(2), Sha256.of(row.getBytes(3))));
            });
    return heads;
  }

  private static List<Entry> link(List<Fed> batch, Map<UUID, ChainHead> heads) {
    List<Entry> entries = new ArrayList<>(batch.size());
    for (Fed fed : batch) {
      UUID tenant = fed.event().tenant();
      ChainHead before = heads.getOrDefault(tenant, new ChainHead(0, ChainHashes.genesis(tenant)));
      Sha256 payload = ChainHashes.payload(fed.event().payload());
      long position = before.position() + 1;
      Sha256 hash = ChainHashes.link(tenant, position, before.hash(), payload);
      Entry entry = new Entry(fed.event(), position, payload, before.hash(), hash, fed.place());
      entries.add(entry);
      heads.put(tenant, entry.head());
    }
    return entries;
  }

  private void write(List<Entry> entries) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            insert into audit_chain (tenant_id, position, event_id, payload_hash, previous_hash,
              hash, chained_at)
            select t, n, e, decode(p, 'hex'), decode(b, 'hex'), decode(h, 'hex'), :now
            from unnest(cast(:tenants as uuid[]), cast(:positions as bigint[]),
              cast(:events as uuid[]), cast(:payloads as text[]), cast(:previous as text[]),
              cast(:hashes as text[])) as x (t, n, e, p, b, h)
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("tenants", texts(entries, entry -> entry.event().tenant()))
        .param("positions", texts(entries, Entry::position))
        .param("events", texts(entries, entry -> entry.event().id()))
        .param("payloads", texts(entries, entry -> entry.payload().hex()))
        .param("previous", texts(entries, entry -> entry.previous().hex()))
        .param("hashes", texts(entries, entry -> entry.hash().hex()))
        .update();
    Map<UUID, Entry> last = new LinkedHashMap<>();
    entries.forEach(entry -> last.put(entry.event().tenant(), entry));
    List<Entry> ends = List.copyOf(last.values());
    jdbc.sql(
            """
            insert into audit_chain_head (tenant_id, position, hash, xid, event_id)
            select t, n, decode(h, 'hex'), x, e
            from unnest(cast(:tenants as uuid[]), cast(:positions as bigint[]),
              cast(:hashes as text[]), cast(:xids as xid8[]), cast(:events as uuid[]))
              as ends (t, n, h, x, e)
            on conflict (tenant_id) do update set position = excluded.position,
              hash = excluded.hash, xid = excluded.xid, event_id = excluded.event_id
            """)
        .param("tenants", texts(ends, entry -> entry.event().tenant()))
        .param("positions", texts(ends, Entry::position))
        .param("hashes", texts(ends, entry -> entry.hash().hex()))
        .param("xids", texts(ends, entry -> entry.place().xid()))
        .param("events", texts(ends, entry -> entry.place().id()))
        .update();
  }

  private static String[] texts(
      List<Entry> entries, java.util.function.Function<Entry, Object> value) {
    return entries.stream().map(entry -> value.apply(entry).toString()).toArray(String[]::new);
  }
}
