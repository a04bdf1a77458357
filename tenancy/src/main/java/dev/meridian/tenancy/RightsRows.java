package dev.meridian.tenancy;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database says of rights. Every read is a transaction of its own. */
final class RightsRows {
  private final JdbcClient jdbc;
  private final Scopes scopes;

  RightsRows(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /**
   * What the bindings of an account that is not disabled, and of its groups, give on the way up
   * from a tenant.
   */
  List<Grant> grants(UUID account, UUID tenant) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select b.role, r.permissions, b.scope, b.tenant_id, c.depth, b.instance_id, g.name
                    from held_binding b
                    join account a on a.id = b.account_id and not a.disabled
                    join tenant_closure c
                      on c.ancestor_id = b.tenant_id and c.descendant_id = :tenant
                    left join tenant_role r on r.tenant_id = b.role_tenant_id and r.name = b.role
                    left join tenant_group g
                      on g.tenant_id = b.via_tenant_id and g.id = b.via_group_id
                    where b.account_id = :account
                    order by c.depth desc, b.created_at, b.role, b.id, g.name
                    """)
                .param("tenant", tenant)
                .param("account", account)
                .query(RightsRows::grant)
                .list());
  }

  /** Whether the account is not disabled and bound to anything at all. */
  boolean bound(UUID account) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select exists (select from held_binding b
                      join account a on a.id = b.account_id and not a.disabled
                      where b.account_id = ?)
                    """)
                .param(account)
                .query(Boolean.class)
                .single());
  }

  /**
   * A tenant on the way up that is suspended or goes.
   *
   * @param going whether somebody has asked for its deletion
   */
  record Freeze(int distance, UUID tenant, String reason, boolean going) {}

  /** The topmost one that goes on the way up from a tenant, else the topmost suspended one. */
  Optional<Freeze> freeze(UUID tenant) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select c.depth, t.id, t.state_reason, t.state in ('DELETING', 'DELETED') as going
                    from tenant_closure c join tenant t on t.id = c.ancestor_id
                    where c.descendant_id = ? and t.state <> 'ACTIVE'
                    order by going desc, c.depth desc limit 1
                    """)
                .param(tenant)
                .query(
                    (row, number) ->
                        new Freeze(
                            row.getInt(1),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getBoolean(4)))
                .optional());
  }

  /** Whether it is the other tenant or one below it. */
  boolean isWithin(UUID tenant, UUID other) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select exists (select from tenant_closure
                      where ancestor_id = ? and descendant_id = ?)
                    """)
                .params(other, tenant)
                .query(Boolean.class)
                .single());
  }

  /** The tenants where a binding of the scope gives the permission. */
  List<UUID> tenantsWith(UUID account, String permission, RoleScope scope) {
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
                    select distinct b.tenant_id from held_binding b
                    join account a on a.id = b.account_id and not a.disabled
                    left join tenant_role r on r.tenant_id = b.role_tenant_id and r.name = b.role
                    where b.account_id = :account and b.scope = :scope
                      and case when b.role_tenant_id is null then b.role in (:roles)
                          else :permission = any (r.permissions) end
                    """)
                .param("account", account)
                .param("scope", scope.key())
                .param("roles", roles.isEmpty() ? List.of("") : roles)
                .param("permission", permission)
                .query(UUID.class)
                .list());
  }

  /** The instance of that name that is not uninstalled. */
  Optional<UUID> instance(UUID tenant, String name) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select id from instance
                    where tenant_id = ? and name = ? and state <> 'UNINSTALLED'
                    """)
                .params(tenant, name)
                .query(UUID.class)
                .optional());
  }

  private static Grant grant(ResultSet row, int number) throws SQLException {
    String role = row.getString(1);
    @Nullable Array custom = row.getArray(2);
    return new Grant(
        role,
        custom == null
            ? Role.find(role).map(Role::permissions).orElse(Set.of())
            : Set.of((String[]) custom.getArray()),
        RoleScope.of(row.getString(3)),
        row.getObject(4, UUID.class),
        row.getInt(5),
        row.getObject(6, UUID.class),
        row.getString(7));
  }
}
