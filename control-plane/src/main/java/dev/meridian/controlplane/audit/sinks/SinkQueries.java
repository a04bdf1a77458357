package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Scopes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads a tenant's sinks and their deliveries, for people. */
@Component
class SinkQueries {
  /** What waits: the delivery under way, else the newest event of a chain that is ahead. */
  private static final String SINK =
      """
      select s.id, s.name, s.kind, s.target, s.ca_certificate is not null as own_authorities,
        s.state, s.reason, s.sent, s.attempts, s.next_attempt_at, s.last_sent_at, s.created_at,
        s.version, coalesce(
          (select min(d.first_at) from audit_delivery d where d.tenant_id = s.tenant_id
            and d.sink_id = s.id and d.state = 'PENDING' and d.resend_of is null),
          (select min(e.at) from audit_chain_head h
            join audit_event e on e.tenant_id = h.tenant_id and e.id = h.event_id
            where (h.xid, h.event_id) > (s.xid, s.event_id))) as behind_since
      from audit_sink s
      """;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  SinkQueries(Scopes scopes, JdbcClient jdbc, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** By name. */
  List<SinkView> page(UUID tenant, @Nullable String after, int limit) {
    return scopes.inSubtree(
        tenant,
        () ->
            jdbc.sql(
                    SINK
                        + " where s.tenant_id = :tenant and s.name > :after order by s.name limit :limit")
                .param("tenant", tenant)
                .param("after", after == null ? "" : after)
                .param("limit", limit)
                .query(this::sink)
                .list());
  }

  /**
   * The tenant's sink of that name.
   *
   * @throws ProblemException not found when there is none
   */
  SinkView find(UUID tenant, String name) {
    return scopes.inSubtree(
        tenant,
        () ->
            jdbc.sql(SINK + " where s.tenant_id = :tenant and s.name = :name")
                .param("tenant", tenant)
                .param("name", name)
                .query(this::sink)
                .optional()
                .orElseThrow(() -> ProblemException.notFound("audit sink", name)));
  }

  /** The newest first; call in the scope of the tenant. */
  List<DeliveryView> deliveries(UUID tenant, UUID sink, @Nullable String before, int limit) {
    return jdbc.sql(
            """
            select * from audit_delivery
            where tenant_id = :tenant and sink_id = :sink and id < cast(:before as uuid)
            order by id desc limit :limit
            """)
        .param("tenant", tenant)
        .param("sink", sink)
        .param("before", before == null ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : before)
        .param("limit", limit)
        .query(SinkQueries::delivery)
        .list();
  }

  /**
   * A delivery of a sink; call in the scope of the tenant.
   *
   * @throws ProblemException not found when there is none
   */
  DeliveryView delivery(UUID tenant, UUID sink, UUID delivery) {
    return jdbc.sql(
            "select * from audit_delivery where tenant_id = :tenant and sink_id = :sink and id = :id")
        .param("tenant", tenant)
        .param("sink", sink)
        .param("id", delivery)
        .query(SinkQueries::delivery)
        .optional()
        .orElseThrow(() -> ProblemException.notFound("delivery", delivery.toString()));
  }

  private SinkView sink(ResultSet row, int number) throws SQLException {
    boolean retrying = row.getString("state").equals("RETRYING");
    Instant behind = instant(row, "behind_since");
    return new SinkView(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("kind"),
        row.getString("target"),
        row.getBoolean("own_authorities"),
        row.getString("state"),
        row.getString("reason"),
        behind == null ? 0 : Math.max(0, Duration.between(behind, clock.instant()).toSeconds()),
        row.getLong("sent"),
        row.getInt("attempts"),
        retrying ? instant(row, "next_attempt_at") : null,
        instant(row, "last_sent_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        EntityTag.of(row.getLong("version")));
  }

  private static DeliveryView delivery(ResultSet row, int number) throws SQLException {
    return new DeliveryView(
        row.getObject("id", UUID.class),
        row.getObject("resend_of", UUID.class),
        row.getInt("events"),
        row.getString("state"),
        row.getInt("attempts"),
        row.getObject("status", Integer.class),
        row.getString("reason"),
        row.getObject("made_at", OffsetDateTime.class).toInstant(),
        instant(row, "attempted_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
