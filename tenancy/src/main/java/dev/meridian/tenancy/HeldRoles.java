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

/** What accounts hold by their own bindings and by those of their groups. Any scope may ask. */
public final class HeldRoles {
  private static final String COLUMNS =
      """
      select %s as holder_id, b.role, b.tenant_id, b.scope, b.instance_id, i.name as instance_name,
        b.role_tenant_id, r.description, r.permissions, r.version, %s as group_name
      """;
  private static final String TABLES =
      """
        left join tenant_role r on r.tenant_id = b.role_tenant_id and r.name = b.role
        left join instance i on i.tenant_id = b.tenant_id and i.id = b.instance_id
      """;

  private final JdbcClient jdbc;
  private final Scopes scopes;

  public HeldRoles(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /** All that the account holds, oldest first; one role twice, when it comes twice. */
  public List<HeldRole> of(UUID account) {
    return ask(
        COLUMNS.formatted("b.account_id", "g.name")
            + " from held_binding b "
            + TABLES
            + """
              left join tenant_group g on g.tenant_id = b.via_tenant_id and g.id = b.via_group_id
              where b.account_id = ? order by b.created_at, b.role, b.id, b.via_group_id
              """,
        account);
  }

  /** All that each member of the group has by it, oldest first. */
  public List<HeldRole> of(Group group) {
    return ask(
        COLUMNS.formatted("b.group_id", "g.name")
            + " from role_binding b join tenant_group g "
            + "on g.tenant_id = b.group_tenant_id and g.id = b.group_id "
            + TABLES
            + "where b.group_tenant_id = ? and b.group_id = ? order by b.created_at, b.role, b.id",
        group.tenant(),
        group.id());
  }

  /** Whether some account that is not disabled has the built-in role, wherever. */
  public boolean enabledHolderOf(Role role) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    """
                    select exists (select from held_binding b join account a on a.id = b.account_id
                                   where b.role = ? and not a.disabled)
                    """)
                .param(role.key())
                .query(Boolean.class)
                .single());
  }

  /** Whether the account has a role anywhere in the subtree of one of the tenants. */
  public boolean knownBelow(UUID account, List<UUID> tenants) {
    return !tenants.isEmpty()
        && scopes.readIdentities(
            () ->
                jdbc.sql(
                        """
                        select exists (select from held_binding b
                          join tenant_closure c on c.descendant_id = b.tenant_id
                          where b.account_id = :account and c.ancestor_id in (:tenants))
                        """)
                    .param("account", account)
                    .param("tenants", tenants)
                    .query(Boolean.class)
                    .single());
  }

  private List<HeldRole> ask(String sql, Object... parameters) {
    return scopes.readIdentities(
        () -> jdbc.sql(sql).params(parameters).query(HeldRoles::held).list());
  }

  static HeldRole held(ResultSet row, int number) throws SQLException {
    return new HeldRole(
        Bindings.binding(row, number), role(row), Optional.ofNullable(row.getString("group_name")));
  }

  private static RoleDefinition role(ResultSet row) throws SQLException {
    String name = row.getString("role");
    @Nullable Array contained = row.getArray("permissions");
    return contained == null
        ? RoleDefinition.of(
            Role.find(name)
                .orElseThrow(() -> new IllegalStateException("no built-in role " + name)))
        : new RoleDefinition(
            row.getObject("role_tenant_id", UUID.class),
            name,
            row.getString("description"),
            Set.of((String[]) contained.getArray()),
            false,
            row.getLong("version"));
  }
}
