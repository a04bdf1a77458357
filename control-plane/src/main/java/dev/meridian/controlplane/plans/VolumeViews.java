package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads volumes for people. Called inside a scope that sees them. */
@Component
class VolumeViews {
  private static final String SELECT =
      """
      select v.id, v.path, v.pod_name, v.instance_name, v.state, v.reason, n.name, g.name,
             v.size_bytes, v.kept_until, v.created_at
      from volume v join node n on n.id = v.node_id join region g on g.id = n.region_id
      """;

  private final JdbcClient jdbc;

  VolumeViews(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Page<PodViews.VolumeView> page(@Nullable String state, int limit, @Nullable String cursor) {
    List<String> after = Cursor.decode(cursor, Cursor.Part.ID);
    return Page.of(
        jdbc.sql(
                SELECT
                    + """
                     where (case when cast(:state as text) is null then v.state <> 'DESTROYED'
                                 else v.state = :state end)
                       and (cast(:after as uuid) is null or v.id > cast(:after as uuid))
                    order by v.id limit :limit
                    """)
            .param("state", state)
            .param("after", after == null ? null : after.get(0))
            .param("limit", limit + 1)
            .query(VolumeViews::view)
            .list(),
        limit,
        v -> List.of(v.id().toString()));
  }

  Optional<PodViews.VolumeView> find(UUID tenant, UUID id) {
    return jdbc.sql(SELECT + " where v.tenant_id = ? and v.id = ?")
        .params(tenant, id)
        .query(VolumeViews::view)
        .optional();
  }

  List<PodViews.VolumeView> ofInstance(UUID tenant, UUID instance) {
    return jdbc.sql(
            SELECT
                + """
                 where v.tenant_id = ? and v.instance_id = ? and v.state <> 'DESTROYED'
                order by v.pod_name, v.path
                """)
        .params(tenant, instance)
        .query(VolumeViews::view)
        .list();
  }

  UUID agentOf(UUID tenant, UUID volume) {
    return jdbc.sql(
            """
            select n.agent_id from volume v join node n on n.id = v.node_id
            where v.tenant_id = ? and v.id = ?
            """)
        .params(tenant, volume)
        .query(UUID.class)
        .single();
  }

  private static PodViews.VolumeView view(ResultSet row, int n) throws SQLException {
    return new PodViews.VolumeView(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getLong(9),
        PlanRows.instant(row, 10),
        row.getObject(11, OffsetDateTime.class).toInstant());
  }
}
