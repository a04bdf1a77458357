package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of roles that tenants made. Call inside of tenant administration. */
final class CustomRoles {
  private static final String SELECT =
      "select r.tenant_id, r.name, r.description, r.permissions, r.version from tenant_role r ";

  private final JdbcClient jdbc;
  private final InstantSource clock;

  CustomRoles(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What is made at the tenant or above it, by name; of two with one name the nearer. */
  List<RoleDefinition> visibleAt(UUID tenant, @Nullable String after, int atMost) {
    return jdbc.sql(
            """
            select distinct on (r.name) r.tenant_id, r.name, r.description, r.permissions, r.version
            from tenant_role r join tenant_closure c on c.ancestor_id = r.tenant_id
            where c.descendant_id = :tenant and (cast(:after as text) is null or r.name > :after)
            order by r.name, c.depth limit :atMost
            """)
        .param("tenant", tenant)
        .param("after", after)
        .param("atMost", atMost)
        .query(CustomRoles::role)
        .list();
  }

  /** The nearest of that name at the tenant or above it. */
  Optional<RoleDefinition> find(UUID tenant, String name) {
    return jdbc.sql(
            SELECT
                + """
                join tenant_closure c on c.ancestor_id = r.tenant_id
                where c.descendant_id = ? and r.name = ? order by c.depth limit 1
                """)
        .params(tenant, name)
        .query(CustomRoles::role)
        .optional();
  }

  /** The one that the tenant itself made; nobody else changes it until the end. */
  Optional<RoleDefinition> lockOwn(UUID tenant, String name) {
    return jdbc.sql(SELECT + "where r.tenant_id = ? and r.name = ? for update")
        .params(tenant, name)
        .query(CustomRoles::role)
        .optional();
  }

  void insert(UUID tenant, String name, String description, Set<String> permissions) {
    try {
      jdbc.sql(
              """
              insert into tenant_role (tenant_id, name, description, permissions, created_at)
              values (?, ?, ?, ?, ?)
              """)
          .params(
              tenant,
              name,
              description,
              permissions.toArray(String[]::new),
              clock.instant().atOffset(ZoneOffset.UTC))
          .update();
    } catch (DuplicateKeyException e) {
      throw new TenancyException.NameTaken("The role", name);
    }
  }

  void update(UUID tenant, String name, String description, Set<String> permissions) {
    jdbc.sql(
            """
            update tenant_role set description = ?, permissions = ?, version = version + 1
            where tenant_id = ? and name = ?
            """)
        .params(description, permissions.toArray(String[]::new), tenant, name)
        .update();
  }

  /** Some of the accounts and groups that have the role, by name. */
  List<String> holders(UUID tenant, String name, int atMost) {
    return jdbc.sql(
            """
            select distinct coalesce(a.username, 'group ' || g.name) from role_binding b
              left join account a on a.id = b.account_id
              left join tenant_group g on g.tenant_id = b.group_tenant_id and g.id = b.group_id
            where b.role_tenant_id = ? and b.role = ? order by 1 limit ?
            """)
        .params(tenant, name, atMost)
        .query(String.class)
        .list();
  }

  void delete(UUID tenant, String name) {
    jdbc.sql("delete from tenant_role where tenant_id = ? and name = ?")
        .params(tenant, name)
        .update();
  }

  private static RoleDefinition role(ResultSet row, int number) throws SQLException {
    return new RoleDefinition(
        row.getObject("tenant_id", UUID.class),
        row.getString("name"),
        row.getString("description"),
        Set.of((String[]) row.getArray("permissions").getArray()),
        false,
        row.getLong("version"));
  }
}
