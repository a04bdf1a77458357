package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.placement.PlacementPolicy;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads instances. An uninstalled one is history: it has no name any more and is not found by it.
 */
@Component
public class Instances {
  private static final String SELECT =
      """
      select i.id, i.name, i.tenant_id, v.name, v.version, i.state, i.state_reason, i.state_since,
             i.target_configuration, i.version, i.placement, i.created_at, i.created_by,
             p.total, p.running, p.ready
      from instance i
      join package_version v on v.tenant_id = i.package_tenant_id and v.id = i.package_id
      cross join lateral (
        select count(*) filter (where p.state <> 'REMOVED') as total,
               count(*) filter (where p.state in ('RUNNING', 'READY')) as running,
               count(*) filter (where p.state = 'READY') as ready
        from pod p where p.tenant_id = i.tenant_id and p.instance_id = i.id) p
      """;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Tenants tenants;

  Instances(Scopes scopes, JdbcClient jdbc, JsonMapper json, Tenants tenants) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.tenants = tenants;
  }

  /**
   * The id of a live instance.
   *
   * @throws ProblemException of type not-found
   */
  public UUID require(UUID tenant, String name) {
    return scopes
        .inTenant(
            tenant,
            () ->
                jdbc.sql(
                        """
                        select id from instance
                        where tenant_id = ? and name = ? and state <> 'UNINSTALLED'
                        """)
                    .params(tenant, name)
                    .query(UUID.class)
                    .optional())
        .orElseThrow(() -> ProblemException.notFound("instance", name));
  }

  private Optional<InstanceView> find(UUID tenant, UUID id) {
    return scopes
        .inTenant(
            tenant,
            () ->
                jdbc.sql(SELECT + " where i.tenant_id = ? and i.id = ?")
                    .params(tenant, id)
                    .query(this::stored)
                    .optional())
        .map(this::named);
  }

  /**
   * The instance with this id, uninstalled or not.
   *
   * @throws ProblemException when there is none
   */
  InstanceView get(UUID tenant, UUID id) {
    return find(tenant, id).orElseThrow(() -> ProblemException.notFound("instance", id.toString()));
  }

  InstanceView get(UUID tenant, String name) {
    UUID id = require(tenant, name);
    return find(tenant, id).orElseThrow(() -> ProblemException.notFound("instance", name));
  }

  /**
   * What a list shows.
   *
   * @param packageName null: of any package
   * @param state null: every state but UNINSTALLED
   */
  record Filter(@Nullable String packageName, @Nullable String state) {}

  Page<InstanceView> ofTenant(
      UUID tenant, boolean subtree, Filter filter, int limit, @Nullable String cursor) {
    Page<Stored> page =
        subtree
            ? scopes.inSubtree(tenant, () -> page(null, filter, limit, cursor))
            : scopes.inTenant(tenant, () -> page(tenant, filter, limit, cursor));
    return page.map(this::named);
  }

  Page<InstanceView> ofAll(Filter filter, int limit, @Nullable String cursor) {
    return scopes
        .asSystem(SystemJob.FEED, () -> page(null, filter, limit, cursor))
        .map(this::named);
  }

  /**
   * An instance as its row has it. The tenant's name is looked up when the scope has ended, for
   * that is a transaction of its own: one inside the other would wait for a second connection while
   * it holds one.
   */
  private record Stored(
      UUID id, UUID tenant, Instant createdAt, Function<TenantRef, InstanceView> view) {}

  private InstanceView named(Stored stored) {
    return stored.view().apply(tenants.find(stored.tenant()));
  }

  private Page<Stored> page(
      @Nullable UUID tenant, Filter filter, int limit, @Nullable String cursor) {
    List<String> after = Cursor.decode(cursor, Cursor.Part.TIME, Cursor.Part.ID);
    List<Stored> rows =
        jdbc.sql(
                SELECT
                    + """
                     where (cast(:tenant as uuid) is null or i.tenant_id = :tenant)
                       and (cast(:package as text) is null or v.name = :package)
                       and (case when cast(:state as text) is null then i.state <> 'UNINSTALLED'
                                 else i.state = :state end)
                       and (cast(:at as timestamptz) is null
                            or (i.created_at, i.id) < (cast(:at as timestamptz), cast(:id as uuid)))
                    order by i.created_at desc, i.id desc limit :limit
                    """)
            .param("tenant", tenant)
            .param("package", filter.packageName())
            .param("state", filter.state())
            .param("at", after == null ? null : after.get(0))
            .param("id", after == null ? null : after.get(1))
            .param("limit", limit + 1)
            .query(this::stored)
            .list();
    return Page.of(rows, limit, v -> List.of(v.createdAt().toString(), v.id().toString()));
  }

  private Stored stored(ResultSet row, int n) throws SQLException {
    UUID id = row.getObject(1, UUID.class);
    String name = row.getString(2);
    UUID tenant = row.getObject(3, UUID.class);
    String packageName = row.getString(4);
    String packageVersion = row.getString(5);
    String state = row.getString(6);
    String reason = row.getString(7);
    Instant since = row.getObject(8, OffsetDateTime.class).toInstant();
    int target = row.getInt(9);
    long version = row.getLong(10);
    PlacementPolicy placement = json.readValue(row.getString(11), PlacementPolicy.class);
    Instant createdAt = row.getObject(12, OffsetDateTime.class).toInstant();
    String createdBy = row.getString(13);
    var pods = new InstanceView.PodCounts(row.getInt(14), row.getInt(15), row.getInt(16));
    return new Stored(
        id,
        tenant,
        createdAt,
        ref ->
            new InstanceView(
                id,
                name,
                ref,
                packageName,
                packageVersion,
                state,
                reason,
                since,
                target,
                version,
                placement,
                pods,
                createdAt,
                createdBy,
                "\"" + version + "\""));
  }
}
