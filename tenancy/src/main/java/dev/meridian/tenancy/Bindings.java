package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is bound to which role, where. Asks nobody for permission: see {@link Permissions} and {@link
 * Roles}. May be called in any scope; a change joins a running one of tenant administration.
 */
public final class Bindings {
  private static final String COLUMNS =
      """
      select coalesce(b.account_id, b.group_id) as holder_id, b.role, b.tenant_id, b.scope,
        b.instance_id, i.name as instance_name
      """;
  private static final String TABLES =
      """
      from role_binding b
        left join instance i on i.tenant_id = b.tenant_id and i.id = b.instance_id
      """;
  private static final String HOLDERS =
      """
        left join account a on a.id = b.account_id
        left join tenant_group g on g.tenant_id = b.group_tenant_id and g.id = b.group_id
        cross join lateral (select coalesce(a.username, g.name) as name,
          case when g.id is null then a.kind else 'group' end as kind,
          b.scope || coalesce(i.name, '') as reach) k
      """;

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;

  public Bindings(JdbcClient jdbc, Scopes scopes, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** Somebody with a role that is bound at a tenant. */
  public record Bound(Holder holder, RoleBinding binding) {}

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
    insert(
        account, null, role, new RoleBinding(account, role.name(), tenant, scope, instance, null));
  }

  /**
   * Binds an account or a group to a role; once is as good as twice. A group must be the tenant's
   * or that of one above it.
   */
  public void bind(
      Holder holder, RoleDefinition role, UUID tenant, RoleScope scope, @Nullable UUID instance) {
    RoleBinding binding = new RoleBinding(holder.id(), role.name(), tenant, scope, instance, null);
    switch (holder) {
      case Account account -> insert(account.id(), null, role, binding);
      case Group group -> insert(null, group, role, binding);
    }
  }

  private void insert(
      @Nullable UUID account, @Nullable Group group, RoleDefinition role, RoleBinding binding) {
    scopes.changeIdentities(
        () -> {
          boolean made =
              jdbc.sql(
                          """
                    insert into role_binding (id, account_id, group_tenant_id, group_id, role,
                      role_tenant_id, tenant_id, scope, instance_id, created_at)
                    values (:id, cast(:account as uuid), cast(:groupTenant as uuid),
                      cast(:group as uuid), :role, cast(:owner as uuid), :tenant, :scope,
                      cast(:instance as uuid), :now)
                    on conflict do nothing
                    """)
                      .param("id", Ids.next())
                      .param("account", account)
                      .param("groupTenant", group == null ? null : group.tenant())
                      .param("group", group == null ? null : group.id())
                      .param("role", role.name())
                      .param("owner", role.owner())
                      .param("tenant", binding.tenant())
                      .param("scope", binding.scope().key())
                      .param("instance", binding.instance())
                      .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                      .update()
                  == 1;
          if (!made) {
            requireSame(role, binding);
          }
          return made;
        });
  }

  /**
   * A tenant may make a role with the name of one above it: who has that one is not given this one
   * besides, and must not believe so.
   */
  private void requireSame(RoleDefinition role, RoleBinding binding) {
    boolean same =
        jdbc.sql(
                """
                select role_tenant_id is not distinct from cast(:owner as uuid) from role_binding
                where :holder in (account_id, group_id) and role = :role and tenant_id = :tenant
                  and scope = :scope and instance_id is not distinct from cast(:instance as uuid)
                """)
            .param("owner", role.owner())
            .param("holder", binding.holder())
            .param("role", role.name())
            .param("tenant", binding.tenant())
            .param("scope", binding.scope().key())
            .param("instance", binding.instance())
            .query(Boolean.class)
            .optional()
            .orElse(true);
    if (!same) {
      throw new TenancyException.Conflict(
          "There is a role '%s' of another tenant above this one, and it is given here already. Take that one away first."
              .formatted(role.name()));
    }
  }

  /** Takes a built-in role away at a tenant, in all its scopes; false when it was not bound. */
  public boolean unbind(UUID account, Role role, UUID tenant) {
    return unbind(account, role.key(), tenant, null);
  }

  /**
   * Takes the role away; false when it was not bound.
   *
   * @param holder the account or group
   * @param instance only what was bound for this instance; null: what was bound for the tenant
   */
  public boolean unbind(UUID holder, String role, UUID tenant, @Nullable UUID instance) {
    return scopes.changeIdentities(
            () ->
                jdbc.sql(
                        """
                        delete from role_binding
                        where :holder in (account_id, group_id) and role = :role
                          and tenant_id = :tenant
                          and instance_id is not distinct from cast(:instance as uuid)
                        """)
                    .param("holder", holder)
                    .param("role", role)
                    .param("tenant", tenant)
                    .param("instance", instance)
                    .update())
        > 0;
  }

  /** All bindings of an account itself, oldest first; those of its groups are not among them. */
  public List<RoleBinding> of(UUID account) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    COLUMNS + TABLES + "where b.account_id = ? order by b.created_at, b.role, b.id")
                .param(account)
                .query(Bindings::binding)
                .list());
  }

  /** The bindings at the tenant of those that are called so: an account, or groups. */
  public List<Bound> named(UUID tenant, String name, boolean group) {
    return scopes.readIdentities(
        () ->
            select("where b.tenant_id = :tenant and k.name = :name and (g.id is not null) = :group")
                .param("tenant", tenant)
                .param("name", name)
                .param("group", group)
                .query(Bindings::bound)
                .list());
  }

  /**
   * Who has a role at one tenant, not above it, by name and role.
   *
   * @param after the name, role, scope and kind that come before the first; null: from the start
   */
  public List<Bound> holdersAt(UUID tenant, @Nullable List<String> after, int atMost) {
    return scopes.readIdentities(
        () ->
            select(
                    """
                    where b.tenant_id = :tenant and (cast(:name as text) is null or
                      (k.name, b.role, k.reach, k.kind) > (:name, :role, :reach, :kind))
                    order by k.name, b.role, k.reach, k.kind limit :atMost
                    """)
                .param("tenant", tenant)
                .param("name", after == null ? null : after.get(0))
                .param("role", after == null ? null : after.get(1))
                .param("reach", after == null ? null : after.get(2))
                .param("kind", after == null ? null : after.get(3))
                .param("atMost", atMost)
                .query(Bindings::bound)
                .list());
  }

  private JdbcClient.StatementSpec select(String where) {
    return jdbc.sql(
        COLUMNS
            + """
            , a.id, a.username, a.display_name, a.kind, a.disabled, g.id as group_id,
            g.tenant_id as group_tenant_id, g.name as group_name,
            g.display_name as group_display_name, g.version as group_version, 0 as group_members
            """
            + TABLES
            + HOLDERS
            + where);
  }

  private static Bound bound(ResultSet row, int number) throws SQLException {
    return new Bound(
        row.getObject("group_id") == null
            ? Accounts.account(row, number)
            : Groups.group(row, number),
        binding(row, number));
  }

  static RoleBinding binding(ResultSet row, int number) throws SQLException {
    return new RoleBinding(
        row.getObject("holder_id", UUID.class),
        row.getString("role"),
        row.getObject("tenant_id", UUID.class),
        RoleScope.of(row.getString("scope")),
        row.getObject("instance_id", UUID.class),
        row.getString("instance_name"));
  }
}
