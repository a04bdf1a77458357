package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Groups of tenants and who is in them. Asks nobody for permission: whoever adds a member gives all
 * that the group holds, see {@link Roles#requireGiverOfAll}. May be called in any scope; a change
 * joins a running one of tenant administration.
 */
public final class Groups {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final int LONGEST_DISPLAY_NAME = 200;
  private static final String SELECT =
      """
      select g.tenant_id as group_tenant_id, g.id as group_id, g.name as group_name,
        g.display_name as group_display_name, g.version as group_version,
        (select count(*) from group_member m
         where m.tenant_id = g.tenant_id and m.group_id = g.id) as group_members
      from tenant_group g
      """;

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;

  public Groups(JdbcClient jdbc, Scopes scopes, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** The groups of the tenant itself, by name. */
  public List<Group> of(UUID tenant, @Nullable String after, int atMost) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    SELECT
                        + """
                        where g.tenant_id = :tenant
                          and (cast(:after as text) is null or g.name > :after)
                        order by g.name limit :atMost
                        """)
                .param("tenant", tenant)
                .param("after", after)
                .param("atMost", atMost)
                .query(Groups::group)
                .list());
  }

  /**
   * The group of that name that can be given roles at the tenant: its own, else the nearest above.
   */
  public Optional<Group> nearest(UUID tenant, String name) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    SELECT
                        + """
                        join tenant_closure c on c.ancestor_id = g.tenant_id
                        where c.descendant_id = ? and g.name = ? order by c.depth limit 1
                        """)
                .params(tenant, name)
                .query(Groups::group)
                .optional());
  }

  /**
   * The group of the tenant itself; inside of tenant administration nobody else changes it until
   * the end.
   *
   * @throws TenancyException.NotFound when it has none of that name
   */
  public Group own(UUID tenant, String name) {
    boolean lock = scopes.running(SystemJob.TENANT_ADMINISTRATION);
    return scopes
        .readIdentities(
            () ->
                jdbc.sql(
                        SELECT
                            + "where g.tenant_id = ? and g.name = ?"
                            + (lock ? " for update of g" : ""))
                    .params(tenant, name)
                    .query(Groups::group)
                    .optional())
        .orElseThrow(() -> new TenancyException.NotFound("Group", name));
  }

  /**
   * Makes a group without members.
   *
   * @throws TenancyException.NameTaken for the name of another one of the tenant
   */
  public Group create(UUID tenant, String name, String displayName) {
    if (!NAME.matcher(name).matches()) {
      throw new TenancyException.Invalid(
          "name",
          "The group name '%s' is not possible. Use at most 63 lower-case letters, digits and dashes, with no dash at either end."
              .formatted(name));
    }
    requirePossible(displayName);
    Group made = new Group(tenant, Ids.next(), name, displayName, 0, 0);
    scopes.changeIdentities(
        () -> {
          try {
            return jdbc.sql(
                    """
                    insert into tenant_group (tenant_id, id, name, display_name, created_at)
                    values (?, ?, ?, ?, ?)
                    """)
                .params(tenant, made.id(), name, displayName, now())
                .update();
          } catch (DuplicateKeyException e) {
            throw new TenancyException.NameTaken("The group", name);
          }
        });
    return made;
  }

  /** Changes how people read the group's name. */
  public void rename(Group group, String displayName) {
    requirePossible(displayName);
    scopes.changeIdentities(
        () ->
            jdbc.sql(
                    """
                    update tenant_group set display_name = ?, version = version + 1
                    where tenant_id = ? and id = ?
                    """)
                .params(displayName, group.tenant(), group.id())
                .update());
  }

  /** Deletes the group with all that it was given. */
  public void delete(Group group) {
    scopes.changeIdentities(
        () ->
            jdbc.sql("delete from tenant_group where tenant_id = ? and id = ?")
                .params(group.tenant(), group.id())
                .update());
  }

  /** Who is in the group, by username. */
  public List<Account> members(Group group, @Nullable String after, int atMost) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    """
                    select a.id, a.username, a.display_name, a.kind, a.disabled
                    from group_member m join account a on a.id = m.account_id
                    where m.tenant_id = :tenant and m.group_id = :group
                      and (cast(:after as text) is null or a.username > :after)
                    order by a.username limit :atMost
                    """)
                .param("tenant", group.tenant())
                .param("group", group.id())
                .param("after", after)
                .param("atMost", atMost)
                .query(Accounts::account)
                .list());
  }

  /** Puts the account into the group; once is as good as twice. */
  public void add(Group group, UUID account) {
    scopes.changeIdentities(
        () ->
            jdbc.sql(
                    """
                    insert into group_member (tenant_id, group_id, account_id, added_at)
                    values (?, ?, ?, ?) on conflict do nothing
                    """)
                .params(group.tenant(), group.id(), account, now())
                .update());
  }

  /** Takes the account out of the group; false when it was not in it. */
  public boolean remove(Group group, UUID account) {
    return scopes.changeIdentities(
            () ->
                jdbc.sql(
                        """
                        delete from group_member
                        where tenant_id = ? and group_id = ? and account_id = ?
                        """)
                    .params(group.tenant(), group.id(), account)
                    .update())
        > 0;
  }

  private static void requirePossible(String displayName) {
    if (displayName.isBlank() || displayName.length() > LONGEST_DISPLAY_NAME) {
      throw new TenancyException.Invalid(
          "displayName",
          "The name that people read has %d characters; give 1 to %d."
              .formatted(displayName.strip().length(), LONGEST_DISPLAY_NAME));
    }
  }

  private java.time.OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  static Group group(ResultSet row, int number) throws SQLException {
    return new Group(
        row.getObject("group_tenant_id", UUID.class),
        row.getObject("group_id", UUID.class),
        row.getString("group_name"),
        row.getString("group_display_name"),
        row.getInt("group_members"),
        row.getLong("group_version"));
  }
}
