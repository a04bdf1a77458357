package dev.meridian.tenancy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What callers may do. A role counts in the whole subtree of the tenant that it is bound to; a
 * changed binding counts within a second. Of a suspended tenant, and of all below it, only
 * permissions to read count, but for roles of the platform. Call outside of scopes; the answers
 * come from reads of their own.
 */
public final class Permissions {
  /** Permissions that change nothing, and show nothing that is secret. */
  private static final String READING = ":read";

  private static final Duration KEPT = Duration.ofMillis(900);
  private static final int MOST_KEPT = 20_000;

  private record Key(UUID account, UUID tenant) {}

  /** {@code frozen}: what would count too, were the tenant not suspended. */
  private record Kept(Set<String> permissions, Set<String> frozen, Instant at) {}

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final Tenants tenants;
  private final Callers callers;
  private final Audit audit;
  private final InstantSource clock;
  private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

  public Permissions(
      JdbcClient jdbc,
      Scopes scopes,
      Tenants tenants,
      Callers callers,
      Audit audit,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.tenants = tenants;
    this.callers = callers;
    this.audit = audit;
    this.clock = clock;
  }

  /** Whether the caller has the permission on the tenant, by a role there or above. */
  public boolean may(Caller caller, String permission, UUID tenantId) {
    return on(caller, tenantId).contains(permission);
  }

  /** Whether the caller has the permission on the platform as a whole. */
  public boolean mayOnPlatform(Caller caller, String permission) {
    return onPlatform(caller).contains(permission);
  }

  /** All permissions of the caller on a tenant. */
  public Set<String> on(Caller caller, UUID tenantId) {
    return kept(caller, tenantId).permissions();
  }

  private Kept kept(Caller caller, UUID tenantId) {
    Instant now = clock.instant();
    Key key = new Key(caller.accountId(), tenantId);
    Kept found = kept.get(key);
    if (found == null || found.at().plus(KEPT).isBefore(now)) {
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
      found = read(caller.accountId(), tenantId, now);
      kept.put(key, found);
    }
    return found;
  }

  /** All permissions of the caller on the platform, with those that everybody with a role has. */
  public Set<String> onPlatform(Caller caller) {
    return on(caller, tenants.root().id());
  }

  /**
   * The tenants at whose top the caller has the permission: those that its bindings name. What is
   * below them is {@link Tenants#subtree}.
   */
  public List<UUID> tenantsWith(Caller caller, String permission) {
    List<String> roles =
        java.util.Arrays.stream(Role.values())
            .filter(role -> role.permissions().contains(permission))
            .map(Role::key)
            .toList();
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select distinct b.tenant_id from role_binding b
                    join account a on a.id = b.account_id and not a.disabled
                    where b.account_id = :account and b.role in (:roles)
                    """)
                .param("account", caller.accountId())
                .param("roles", roles)
                .query(UUID.class)
                .list());
  }

  /**
   * The tenant that the path or id names, when the running caller has the permission on it.
   *
   * @throws TenancyException.NotFound when there is none, or none that the caller may see
   * @throws TenancyException.Forbidden when the caller sees the tenant and may not do this
   * @throws TenancyException.Suspended when only the tenant's suspension stands against it
   */
  public UUID requireTenant(String pathOrId, String permission) {
    Caller caller = callers.current();
    UUID tenant =
        tenants
            .lookUp(pathOrId)
            .map(Tenant::id)
            .filter(id -> may(caller, "tenant:read", id))
            .orElseThrow(() -> new TenancyException.NotFound("Tenant", pathOrId));
    if (!may(caller, permission, tenant)) {
      String path = tenants.find(tenant).path();
      String where = "tenant '" + path + "'";
      throw refused(
          tenant,
          permission,
          where,
          kept(caller, tenant).frozen().contains(permission)
              ? new TenancyException.Suspended(path)
              : new TenancyException.Forbidden(permission, where));
    }
    return tenant;
  }

  /**
   * Passes when the running caller has the permission on the platform.
   *
   * @throws TenancyException.Forbidden otherwise
   */
  public void requirePlatform(String permission) {
    if (!mayOnPlatform(callers.current(), permission)) {
      String where = "the platform";
      throw refused(
          tenants.root().id(),
          permission,
          where,
          new TenancyException.Forbidden(permission, where));
    }
  }

  /** Asks again for what this replica remembers of an account, whose bindings have changed. */
  public void forget(UUID account) {
    kept.keySet().removeIf(key -> key.account().equals(account));
  }

  private TenancyException refused(
      UUID tenant, String permission, String where, TenancyException reason) {
    audit.refused(tenant, "permission.use", permission, null, Map.of("on", where));
    return reason;
  }

  private Kept read(UUID account, UUID tenant, Instant now) {
    UUID root = tenants.root().id();
    record Row(Role role, boolean here, boolean ofPlatform, boolean suspended) {}
    List<Row> rows =
        scopes.asSystemApart(
            SystemJob.IDENTITY,
            () ->
                jdbc.sql(
                        """
                        select b.role, c.descendant_id is not null, b.tenant_id = :root,
                          exists (select from tenant_closure u
                                  join tenant t on t.id = u.ancestor_id and t.state = 'SUSPENDED'
                                  where u.descendant_id = :tenant)
                        from role_binding b
                        join account a on a.id = b.account_id and not a.disabled
                        left join tenant_closure c
                          on c.ancestor_id = b.tenant_id and c.descendant_id = :tenant
                        where b.account_id = :account
                        """)
                    .param("root", root)
                    .param("tenant", tenant)
                    .param("account", account)
                    .query(
                        (row, number) ->
                            new Row(
                                Role.of(row.getString(1)),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                row.getBoolean(4)))
                    .list());
    Set<String> permissions = new TreeSet<>();
    Set<String> frozen = new TreeSet<>();
    for (Row row : rows) {
      if (row.here()) {
        for (String permission : row.role().permissions()) {
          boolean counts = row.ofPlatform() || !row.suspended() || permission.endsWith(READING);
          (counts ? permissions : frozen).add(permission);
        }
      }
      if (tenant.equals(root)) {
        permissions.addAll(Role.FOR_EVERYBODY);
      }
    }
    return new Kept(Set.copyOf(permissions), Set.copyOf(frozen), now);
  }
}
