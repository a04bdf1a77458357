package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is bound to which role, where. Asks nobody for permission: see {@link Permissions} and {@link
 * Roles}. May be called in any scope; a change joins a running one of tenant administration.
 */
public final class Bindings {
  private static final String SELECT =
      """
      select b.account_id, b.role, b.tenant_id, b.scope, b.instance_id, i.name as instance_name,
        a.id, a.username, a.display_name, a.kind, a.disabled
      from role_binding b join account a on a.id = b.account_id
        left join instance i on i.tenant_id = b.tenant_id and i.id = b.instance_id
      """;

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;

  public Bindings(JdbcClient jdbc, Scopes scopes, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** An account with a role that is bound at a tenant. */
  public record Holder(Account account, RoleBinding binding) {}

  /** Binds an account to a built-in role in the subtree of a tenant; once is as good as twice. */
  public void bind(UUID account, Role role, UUID tenant) {
    bind(account, RoleDefinition.of(role), tenant, RoleScope.SUBTREE, null);
  }

  /**
   * Binds an account to a role; once is as good as twice.
   *
   * @param instance for the scope of one instance, and null for the others
   */
  public void bind(
      UUID account, RoleDefinition role, UUID tenant, RoleScope scope, @Nullable UUID instance) {
    write(
        () ->
            jdbc.sql(
                    """
                    insert into role_binding
                      (id, account_id, role, role_tenant_id, tenant_id, scope, instance_id, created_at)
                    values (:id, :account, :role, cast(:owner as uuid), :tenant, :scope,
                      cast(:instance as uuid), :now)
                    on conflict do nothing
                    """)
                .param("id", Ids.next())
                .param("account", account)
                .param("role", role.name())
                .param("owner", role.owner())
                .param("tenant", tenant)
                .param("scope", scope.key())
                .param("instance", instance)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update());
  }

  /** Takes a built-in role away at a tenant, in all its scopes; false when it was not bound. */
  public boolean unbind(UUID account, Role role, UUID tenant) {
    return unbind(account, role.key(), tenant, null);
  }

  /**
   * Takes the role away; false when it was not bound.
   *
   * @param instance only what was bound for this instance; null: what was bound for the tenant
   */
  public boolean unbind(UUID account, String role, UUID tenant, @Nullable UUID instance) {
    return write(
            () ->
                jdbc.sql(
                        """
                        delete from role_binding
                        where account_id = :account and role = :role and tenant_id = :tenant
                          and instance_id is not distinct from cast(:instance as uuid)
                        """)
                    .param("account", account)
                    .param("role", role)
                    .param("tenant", tenant)
                    .param("instance", instance)
                    .update())
        > 0;
  }

  /** Whether some account that is not disabled has the built-in role, wherever. */
  public boolean enabledHolderOf(Role role) {
    return read(
        () ->
            jdbc.sql(
                    """
                    select exists (select from role_binding b join account a on a.id = b.account_id
                                   where b.role = ? and not a.disabled)
                    """)
                .param(role.key())
                .query(Boolean.class)
                .single());
  }

  /** All bindings of an account, oldest first. */
  public List<RoleBinding> of(UUID account) {
    return read(
        () ->
            jdbc.sql(SELECT + "where b.account_id = ? order by b.created_at, b.role, b.id")
                .param(account)
                .query(Bindings::binding)
                .list());
  }

  /**
   * Who has a role at one tenant, not above it, by username and role.
   *
   * @param after the username, role and scope that come before the first; null: from the start
   */
  public List<Holder> holdersAt(UUID tenant, @Nullable List<String> after, int atMost) {
    return read(
        () ->
            jdbc.sql(
                    SELECT
                        + """
                        where b.tenant_id = :tenant and (cast(:username as text) is null or
                          (a.username, b.role, b.scope || coalesce(i.name, ''))
                            > (:username, :role, :reach))
                        order by a.username, b.role, b.scope || coalesce(i.name, '') limit :atMost
                        """)
                .param("tenant", tenant)
                .param("username", after == null ? null : after.get(0))
                .param("role", after == null ? null : after.get(1))
                .param("reach", after == null ? null : after.get(2))
                .param("atMost", atMost)
                .query(
                    (row, number) ->
                        new Holder(Accounts.account(row, number), binding(row, number)))
                .list());
  }

  /** Whether the account is bound anywhere in the subtree of one of the tenants. */
  public boolean knownBelow(UUID account, List<UUID> tenants) {
    return !tenants.isEmpty()
        && read(
            () ->
                jdbc.sql(
                        """
                        select exists (select from role_binding b
                          join tenant_closure c on c.descendant_id = b.tenant_id
                          where b.account_id = :account and c.ancestor_id in (:tenants))
                        """)
                    .param("account", account)
                    .param("tenants", tenants)
                    .query(Boolean.class)
                    .single());
  }

  private <T> T read(Supplier<T> work) {
    return scopes.running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : scopes.asSystemApart(SystemJob.IDENTITY, work);
  }

  private int write(Supplier<Integer> work) {
    return scopes.running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : scopes.asSystem(SystemJob.IDENTITY, work);
  }

  private static RoleBinding binding(ResultSet row, int number) throws SQLException {
    return new RoleBinding(
        row.getObject("account_id", UUID.class),
        row.getString("role"),
        row.getObject("tenant_id", UUID.class),
        RoleScope.of(row.getString("scope")),
        row.getObject("instance_id", UUID.class),
        row.getString("instance_name"));
  }
}
