package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.placement.PlacementPolicy;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.ListedTenants;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads instances. An uninstalled one is history: it has no name any more and is not found by it.
 */
@Component
public class Instances {
  private static final String SELECT = InstancePages.SHOWN.formatted("instance");

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Tenants tenants;
  private final InstancePages pages;

  Instances(Scopes scopes, JdbcClient jdbc, JsonMapper json, Tenants tenants) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.tenants = tenants;
    this.pages = new InstancePages(jdbc);
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
            ? scopes.inSubtree(
                tenant,
                () ->
                    page(ListedTenants.subtree(jdbc, "i.tenant_id", tenant), filter, limit, cursor))
            : scopes.inTenant(
                tenant,
                () -> page(ListedTenants.one("i.tenant_id", tenant), filter, limit, cursor));
    return named(page);
  }

  Page<InstanceView> ofAll(Filter filter, int limit, @Nullable String cursor) {
    return named(
        scopes.asSystem(SystemJob.FEED, () -> page(ListedTenants.all(), filter, limit, cursor)));
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

  /** All names are looked up in one question. */
  private Page<InstanceView> named(Page<Stored> page) {
    Map<UUID, TenantRef> refs =
        tenants.find(page.items().stream().map(Stored::tenant).collect(Collectors.toSet()));
    return page.map(
        stored -> stored.view().apply(Objects.requireNonNull(refs.get(stored.tenant()))));
  }

  private Page<Stored> page(
      ListedTenants listed, Filter filter, int limit, @Nullable String cursor) {
    List<String> after = Cursor.decode(cursor, Cursor.Part.TIME, Cursor.Part.ID);
    List<Stored> rows = pages.page(listed, filter, after, limit + 1).query(this::stored).list();
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
