package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.audit.Anchor;
import dev.meridian.tenancy.audit.ChainHead;
import dev.meridian.tenancy.audit.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads a tenant's events, chain and anchors; each call sees the rows of that tenant alone. */
@Component
class AuditLog {
  /** Entries that are read at once. */
  static final int STRIDE = 2_000;

  /** Above that many unchained events the chainer is down, and the rest would say the same. */
  private static final int MOST_PENDING = 10_000;

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Scopes scopes;
  private final JdbcClient jdbc;

  AuditLog(Scopes scopes, JdbcClient jdbc) {
    this.scopes = scopes;
    this.jdbc = jdbc;
  }

  /**
   * An entry of the chain.
   *
   * @param event null when there is none with its id
   */
  record Entry(
      long position, Sha256 previous, Sha256 payload, Sha256 hash, @Nullable EventRow event) {}

  /**
   * Where a chain stood at one moment.
   *
   * @param head null for a chain without one
   * @param last the highest position that any entry has
   * @param anchors none is of a later moment
   */
  record Extent(
      @Nullable ChainHead head, long last, List<Anchor> anchors, List<EventRow> pending) {}

  Page<AuditEventView> search(UUID tenant, AuditFilter filter, int limit, @Nullable String cursor) {
    List<String> after = Cursor.decode(cursor, Cursor.Part.ID);
    return Page.of(
        scopes.inTenant(
            tenant,
            () ->
                jdbc.sql(
                        "select "
                            + EventRow.COLUMNS
                            + ", c.position from audit_event e "
                            + EventRow.JOIN_PERSONAL
                            + """
                             left join audit_chain c
                              on c.tenant_id = e.tenant_id and c.event_id = e.id
                            where e.tenant_id = :tenant and e.id < cast(:after as uuid)
                            """
                            + filter.sql()
                            + " order by e.id desc limit :limit")
                    .params(filter.conditions())
                    .param("tenant", tenant)
                    .param(
                        "after",
                        after == null ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : after.getFirst())
                    .param("limit", limit + 1)
                    .query(AuditLog::view)
                    .list()),
        limit,
        event -> List.of(event.id().toString()));
  }

  /** Anchors first: an entry that is appended meanwhile must not be missing below an anchor. */
  Extent extent(UUID tenant) {
    return scopes.inTenant(
        tenant,
        () -> {
          List<Anchor> anchors = anchors(tenant);
          List<EventRow> pending = pending(tenant);
          return jdbc.sql(
                  """
                  select h.position, h.hash,
                    (select coalesce(max(position), 0) from audit_chain where tenant_id = :tenant)
                  from (select cast(:tenant as uuid) as id) t
                  left join audit_chain_head h on h.tenant_id = t.id
                  """)
              .param("tenant", tenant)
              .query(
                  (row, n) -> {
                    byte[] hash = row.getBytes(2);
                    return new Extent(
                        hash == null ? null : new ChainHead(row.getLong(1), Sha256.of(hash)),
                        row.getLong(3),
                        anchors,
                        pending);
                  })
              .single();
        });
  }

  /** Entries with positions from {@code first} to {@code last}, both included, by position. */
  List<Entry> entries(UUID tenant, long first, long last) {
    return scopes.inTenant(
        tenant,
        () ->
            jdbc.sql(
                    "select c.position, c.previous_hash, c.payload_hash, c.hash, "
                        + EventRow.COLUMNS
                        + """
                         from audit_chain c
                        left join audit_event e on e.tenant_id = c.tenant_id and e.id = c.event_id
                        """
                        + EventRow.JOIN_PERSONAL
                        + """
                         where c.tenant_id = :tenant and c.position between :first and :last
                        order by c.position, c.hash
                        """)
                .param("tenant", tenant)
                .param("first", first)
                .param("last", last)
                .query(
                    (row, n) ->
                        new Entry(
                            row.getLong(1),
                            Sha256.of(row.getBytes(2)),
                            Sha256.of(row.getBytes(3)),
                            Sha256.of(row.getBytes(4)),
                            EventRow.read(row)))
                .list());
  }

  private List<EventRow> pending(UUID tenant) {
    return jdbc.sql(
            "select "
                + EventRow.COLUMNS
                + " from audit_event e "
                + EventRow.JOIN_PERSONAL
                + """
                 where e.tenant_id = :tenant and not exists (select from audit_chain c
                  where c.tenant_id = e.tenant_id and c.event_id = e.id)
                order by e.at, e.id limit :most
                """)
        .param("tenant", tenant)
        .param("most", MOST_PENDING)
        .query((row, n) -> Objects.requireNonNull(EventRow.read(row)))
        .list();
  }

  private List<Anchor> anchors(UUID tenant) {
    return jdbc.sql(
            """
            select a.statement, a.signature, h.position, h.hash, h.leaf, h.path
            from audit_anchor_head h join audit_anchor a on a.day = h.day
            where h.tenant_id = :tenant order by h.day
            """)
        .param("tenant", tenant)
        .query(
            (row, n) ->
                new Anchor(
                    row.getString(1),
                    HexFormat.of().formatHex(row.getBytes(2)),
                    new ChainHead(row.getLong(3), Sha256.of(row.getBytes(4))),
                    row.getInt(5),
                    path(row.getBytes(6))))
        .list();
  }

  private static List<Sha256> path(byte[] hashes) {
    List<Sha256> path = new ArrayList<>();
    for (int at = 0; at + Sha256.LENGTH <= hashes.length; at += Sha256.LENGTH) {
      path.add(Sha256.of(java.util.Arrays.copyOfRange(hashes, at, at + Sha256.LENGTH)));
    }
    return path;
  }

  private static AuditEventView view(ResultSet row, int number) throws SQLException {
    EventRow event = Objects.requireNonNull(EventRow.read(row));
    String detail = event.value("detail");
    return new AuditEventView(
        event.id(),
        row.getObject("position", Long.class),
        event.at(),
        event.value("actor"),
        event.member("actorId"),
        Objects.requireNonNull(event.member("origin")),
        event.member("originId"),
        event.value("behalf"),
        event.value("behalfId"),
        Objects.requireNonNull(event.member("action")),
        event.value("subject"),
        event.member("subjectId"),
        Objects.requireNonNull(event.member("outcome")),
        Objects.requireNonNullElse(event.member("result"), ""),
        event.value("address"),
        detail == null ? null : JSON.readValue(detail, OBJECT),
        event.member("before"),
        event.member("after"),
        event.member("traceId"));
  }
}
