package dev.meridian.tenancy;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tree of tenants. Everything here sees the whole tree and asks nobody for permission; what a
 * caller may see is decided by {@link Permissions}. Reads may be called in any scope.
 */
public final class Tenants {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?");
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  // The names from below the root; '%2$s' for the root, whose list is empty.
  private static final String NAMES =
      """
      coalesce((select string_agg(a.name, '/' order by c.depth desc)
                from tenant_closure c join tenant a on a.id = c.ancestor_id
                where c.descendant_id = %1$s and a.parent_id is not null), '%2$s')
      """;
  private static final String SELECT =
      "select t.id, "
          + path("t.id")
          + " as path, t.label, t.name, t.display_name, "
          + "case when t.parent_id is not null then "
          + path("t.parent_id")
          + " end as parent_path, t.state, t.state_reason, t.created_at, t.version from tenant t ";

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;
  private final TenantPages pages;
  private final TenantRefs refs;
  private final AtomicLong shape = new AtomicLong();
  private volatile @Nullable TenantRef root;

  public Tenants(JdbcClient jdbc, Scopes scopes, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
    this.pages = new TenantPages(jdbc);
    this.refs = new TenantRefs(clock);
  }

  /** What a query asks for the path of a tenant, the root included. */
  static String path(String id) {
    return NAMES.formatted(id, TenantRef.ROOT_PATH);
  }

  /** What a query asks for the path of a tenant; nothing for the root. */
  static String names(String id) {
    return NAMES.formatted(id, "");
  }

  /** The path of a tenant, for use inside of a scope that sees it and its ancestors. */
  static String path(JdbcClient jdbc, UUID tenant) {
    return jdbc.sql("select " + path("?")).param(tenant).query(String.class).single();
  }

  /**
   * How the tenant with this id is named. Mostly from memory, without a transaction: the path of a
   * tenant that was renamed or moved a moment ago may still be the old one for some seconds.
   *
   * @throws TenancyException.NotFound when there is none
   */
  public TenantRef find(UUID id) {
    Optional<TenantRef> known = refs.of(id);
    if (known.isPresent()) {
      return known.get();
    }
    return remembered(get(id).ref());
  }

  /**
   * How the tenants with these ids are named, like {@link #find(UUID)}: those that are not in
   * memory are read together. Ids of which there is no tenant are left out.
   */
  public Map<UUID, TenantRef> find(Set<UUID> ids) {
    Map<UUID, TenantRef> found = new HashMap<>();
    List<UUID> unknown = new ArrayList<>();
    for (UUID id : ids) {
      refs.of(id).ifPresentOrElse(ref -> found.put(id, ref), () -> unknown.add(id));
    }
    if (!unknown.isEmpty()) {
      List<Tenant> read =
          read(
              () ->
                  jdbc.sql(SELECT + "where t.id = any (?)")
                      .param((Object) unknown.toArray(UUID[]::new))
                      .query(Tenants::tenant)
                      .list());
      read.forEach(tenant -> found.put(tenant.id(), remembered(tenant.ref())));
    }
    return found;
  }

  private TenantRef remembered(TenantRef read) {
    if (!scopes.running(SystemJob.TENANT_ADMINISTRATION)) {
      // What that transaction made may still be rolled back.
      refs.keep(read);
    }
    return read;
  }

  /**
   * The tenant with this id.
   *
   * @throws TenancyException.NotFound when there is none
   */
  public Tenant get(UUID id) {
    return read(() -> one("where t.id = ?", id))
        .orElseThrow(() -> new TenancyException.NotFound("Tenant", id.toString()));
  }

  /** The root tenant, which stands for the platform; made at the first call ever. */
  public TenantRef root() {
    TenantRef known = root;
    if (known == null) {
      known =
          read(() -> one("where t.parent_id is null")).map(Tenant::ref).orElseGet(this::makeRoot);
      root = known;
    }
    return known;
  }

  /**
   * The tenant with this id or path; names in a path are separated by {@code /} or {@code ~}, and
   * {@code -} is the root. One that is deleted has no path any more and is found by its id only.
   */
  public Optional<Tenant> lookUp(String pathOrId) {
    if (pathOrId.equals(TenantRef.ROOT_PATH)) {
      return Optional.of(get(root().id()));
    }
    if (pathOrId.length() == 36) {
      try {
        UUID id = UUID.fromString(pathOrId);
        return read(() -> one("where t.id = ?", id));
      } catch (IllegalArgumentException e) {
        // 36 characters that are no id: a name of that length.
        return byPath(pathOrId);
      }
    }
    return byPath(pathOrId);
  }

  /**
   * Grows whenever tenants have been renamed or moved: what was read of the shape of the tree at an
   * older value may be out of date.
   */
  public long shape() {
    return shape.get();
  }

  /** Reads names and places anew, for tenants have been renamed or moved. */
  public void forget() {
    refs.forget();
    shape.incrementAndGet();
  }

  private Optional<Tenant> byPath(String path) {
    UUID top = root().id();
    return read(
        () -> {
          UUID at = top;
          for (String name : path.split("[/~]", -1)) {
            Optional<UUID> next =
                jdbc.sql(
                        """
                        select id from tenant
                        where parent_id = ? and name = ? and state <> 'DELETED'
                        """)
                    .params(at, name)
                    .query(UUID.class)
                    .optional();
            if (next.isEmpty()) {
              return Optional.empty();
            }
            at = next.get();
          }
          return one("where t.id = ?", at);
        });
  }

  /** The tenant itself and all below it, nearest first. */
  public List<UUID> subtree(UUID tenant) {
    return read(
        () ->
            jdbc.sql(
                    "select descendant_id from tenant_closure where ancestor_id = ? order by depth, descendant_id")
                .param(tenant)
                .query(UUID.class)
                .list());
  }

  /** The tenants below {@code parent}, at any depth, by path. */
  public List<Tenant> below(UUID parent) {
    return read(
        () ->
            jdbc.sql(
                    SELECT
                        + "where t.id <> ? and t.id in (select descendant_id from tenant_closure where ancestor_id = ?) order by path")
                .params(parent, parent)
                .query(Tenants::tenant)
                .list());
  }

  /**
   * A page of the tenants that are in reach, by path in the order of its characters, without the
   * root.
   *
   * @param parent only its direct children; null for all
   * @param after only those whose path comes after; null from the start
   */
  public List<Tenant> within(
      Permissions.Reach reach, @Nullable UUID parent, @Nullable String after, int limit) {
    if (reach.isNowhere()) {
      return List.of();
    }
    return read(() -> pages.page(reach, parent, after, limit));
  }

  /**
   * Makes a tenant below {@code parent}.
   *
   * @param label null for one made from the name and a random suffix
   * @throws TenancyException.Invalid for a name or label that is no DNS label
   * @throws TenancyException.NameTaken when a sibling has the name, or any tenant the label
   */
  public Tenant create(
      UUID parent, String name, @Nullable String displayName, @Nullable String label) {
    require(NAME, "name", name, 63);
    String chosen = label != null ? label : randomLabel(name);
    require(LABEL, "label", chosen, 30);
    UUID id = Ids.next();
    return scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          // Parents are not moved while a child is made.
          Optional<String> there =
              jdbc.sql("select state from tenant where id = ? for share")
                  .param(parent)
                  .query(String.class)
                  .optional();
          if (there.isEmpty()) {
            throw new TenancyException.NotFound("Tenant", parent.toString());
          }
          requireStaying(parent);
          insert(id, parent, name, chosen, displayName != null ? displayName : name);
          return one("where t.id = ?", id).orElseThrow();
        });
  }

  /**
   * Passes when nobody has asked for the deletion of the tenant. Where it matters, its row is
   * locked before.
   *
   * @throws TenancyException.Deleting otherwise
   */
  public void requireStaying(UUID tenant) {
    Tenant known = get(tenant);
    if (known.state().isGoing()) {
      throw new TenancyException.Deleting(known.path(), known.stateReason());
    }
  }

  private void insert(
      UUID id, @Nullable UUID parent, String name, String label, String displayName) {
    try {
      jdbc.sql(
              """
              insert into tenant (id, parent_id, name, label, display_name, created_at)
              values (?, ?, ?, ?, ?, ?)
              """)
          .param(id)
          .param(parent)
          .param(name)
          .param(label)
          .param(displayName)
          .param(now())
          .update();
    } catch (DuplicateKeyException e) {
      boolean byLabel = String.valueOf(e.getMessage()).contains("tenant_label");
      throw new TenancyException.NameTaken(
          byLabel ? "The tenant label" : "The tenant", byLabel ? label : name);
    }
    jdbc.sql(
            """
            insert into tenant_closure (ancestor_id, descendant_id, depth)
            select ancestor_id, :id, depth + 1 from tenant_closure where descendant_id = :parent
            union all select :id, :id, 0
            """)
        .param("id", id)
        .param("parent", parent, java.sql.Types.OTHER)
        .update();
  }

  private TenantRef makeRoot() {
    return scopes.asSystemApart(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          // Two replicas may start on an empty database at the same time.
          jdbc.sql("select pg_advisory_xact_lock(hashtext('meridian root tenant'))")
              .query((row, number) -> true)
              .single();
          return one("where t.parent_id is null")
              .orElseGet(
                  () -> {
                    UUID id = Ids.next();
                    insert(id, null, "platform", "platform", "Platform");
                    return one("where t.id = ?", id).orElseThrow();
                  })
              .ref();
        });
  }

  private Optional<Tenant> one(String where, Object... parameters) {
    return jdbc.sql(SELECT + where).params(parameters).query(Tenants::tenant).optional();
  }

  /** Joins a running transaction of tenant administration, which may have made what is read. */
  private <T> T read(java.util.function.Supplier<T> work) {
    return scopes.running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : scopes.asSystemApart(SystemJob.TENANT_ADMINISTRATION, work);
  }

  static Tenant tenant(ResultSet row, int number) throws SQLException {
    return new Tenant(
        row.getObject("id", UUID.class),
        row.getString("path"),
        row.getString("label"),
        row.getString("name"),
        row.getString("display_name"),
        row.getString("parent_path"),
        Tenant.State.of(row.getString("state")),
        row.getString("state_reason"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getLong("version"));
  }

  private OffsetDateTime now() {
    Instant now = clock.instant();
    return now.atOffset(ZoneOffset.UTC);
  }

  static void requireName(String name) {
    require(NAME, "name", name, 63);
  }

  private static void require(Pattern pattern, String field, String value, int limit) {
    if (!pattern.matcher(value).matches()) {
      throw new TenancyException.Invalid(
          field,
          "The %s '%s' is no DNS label. Use at most %d lower-case letters, digits and dashes, with no dash at either end."
              .formatted(field, value, limit));
    }
  }

  private static String randomLabel(String name) {
    StringBuilder label = new StringBuilder(name.substring(0, Math.min(21, name.length())));
    while (label.charAt(label.length() - 1) == '-') {
      label.setLength(label.length() - 1);
    }
    label.append('-');
    for (int i = 0; i < 8; i++) {
      label.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return label.toString();
  }
}
