package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Invitations to tenants. Asks nobody for permission. May be called in any scope; a change joins a
 * running one of tenant administration.
 */
public final class Invitations {
  private static final String SELECT =
      """
      select v.tenant_id, v.id, v.email, v.role, v.role_tenant_id, v.scope, v.instance_id,
        v.invited_by as holder_id, v.created_at, v.expires_at, v.accepted_at, v.revoked_at,
        v.revoked_reason, i.name as instance_name, g.name as group_name, r.description,
        r.permissions, r.version, b.display_name as inviter, a.username as accepted_by
      from invitation v join account b on b.id = v.invited_by
        left join account a on a.id = v.accepted_by
        left join tenant_role r on r.tenant_id = v.role_tenant_id and r.name = v.role
        left join tenant_group g on g.tenant_id = v.tenant_id and g.id = v.group_id
        left join instance i on i.tenant_id = v.tenant_id and i.id = v.instance_id
      """;

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;

  public Invitations(JdbcClient jdbc, Scopes scopes, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** What an invitation gives: a role somewhere in its tenant, or a place in a group of it. */
  public sealed interface Gift {
    /**
     * @param instance for the scope of one instance
     */
    record OfRole(RoleDefinition role, RoleScope scope, @Nullable UUID instance) implements Gift {}

    /** A place in a group of the tenant itself. */
    record OfGroup(UUID group) implements Gift {}
  }

  /**
   * One that is to be made.
   *
   * @param hash SHA-256 of its secret
   */
  public record Fresh(
      UUID tenant, UUID id, String email, byte[] hash, Gift gift, UUID inviter, Instant expiresAt) {
    @Override
    public String toString() {
      return "invitation " + id;
    }
  }

  public void create(Fresh made) {
    Gift.@Nullable OfRole role = made.gift() instanceof Gift.OfRole given ? given : null;
    scopes.changeIdentities(
        () ->
            jdbc.sql(
                    """
                    insert into invitation (tenant_id, id, email, secret_hash, role, role_tenant_id,
                      scope, instance_id, group_id, invited_by, created_at, expires_at)
                    values (:tenant, :id, :email, :hash, :role, cast(:owner as uuid), :scope,
                      cast(:instance as uuid), cast(:group as uuid), :inviter, :now, :expires)
                    """)
                .param("tenant", made.tenant())
                .param("id", made.id())
                .param("email", made.email())
                .param("hash", made.hash())
                .param("role", role == null ? null : role.role().name())
                .param("owner", role == null ? null : role.role().owner())
                .param("scope", role == null ? null : role.scope().key())
                .param("instance", role == null ? null : role.instance())
                .param("group", made.gift() instanceof Gift.OfGroup given ? given.group() : null)
                .param("inviter", made.inviter())
                .param("now", now())
                .param("expires", made.expiresAt().atOffset(ZoneOffset.UTC))
                .update());
  }

  /**
   * The invitations of the tenant, newest first.
   *
   * @param before the one that comes before the first; null: from the newest
   */
  public List<Invitation> of(UUID tenant, @Nullable UUID before, int atMost) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    SELECT
                        + """
                        where v.tenant_id = :tenant
                          and (cast(:before as uuid) is null or v.id < :before)
                        order by v.id desc limit :atMost
                        """)
                .param("tenant", tenant)
                .param("before", before)
                .param("atMost", atMost)
                .query(Invitations::invitation)
                .list());
  }

  /**
   * The invitation with this id; inside of tenant administration nobody else ends it until the end.
   */
  public Optional<Invitation> find(UUID id) {
    boolean lock = scopes.running(SystemJob.TENANT_ADMINISTRATION);
    return scopes.readIdentities(
        () ->
            jdbc.sql(SELECT + "where v.id = ?" + (lock ? " for update of v" : ""))
                .param(id)
                .query(Invitations::invitation)
                .optional());
  }

  /** SHA-256 of its secret; empty when there is none of that id. */
  public Optional<byte[]> hash(UUID id) {
    return scopes.readIdentities(
        () ->
            jdbc.sql("select secret_hash from invitation where id = ?")
                .param(id)
                .query(byte[].class)
                .optional());
  }

  /** Whether the tenant and all above it are as they should be: not suspended, and not going. */
  public boolean open(UUID tenant) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    """
                    select not exists (select from tenant_closure c
                      join tenant t on t.id = c.ancestor_id
                      where c.descendant_id = ? and t.state <> 'ACTIVE')
                    """)
                .param(tenant)
                .query(Boolean.class)
                .single());
  }

  public void accepted(Invitation invitation, UUID account) {
    scopes.changeIdentities(
        () ->
            jdbc.sql(
                    """
                    update invitation set accepted_at = ?, accepted_by = ?
                    where tenant_id = ? and id = ?
                    """)
                .params(now(), account, invitation.tenant(), invitation.id())
                .update());
  }

  public void revoke(Invitation invitation) {
    scopes.changeIdentities(
        () ->
            jdbc.sql("update invitation set revoked_at = ? where tenant_id = ? and id = ?")
                .params(now(), invitation.tenant(), invitation.id())
                .update());
  }

  /** Ends what is open in the tenant and below it, in the running transaction, for good. */
  static void lapse(JdbcClient jdbc, UUID tenant, String reason) {
    jdbc.sql(
            """
            update invitation set revoked_at = now(), revoked_reason = :reason
            where accepted_at is null and revoked_at is null and tenant_id in
              (select descendant_id from tenant_closure where ancestor_id = :tenant)
            """)
        .param("reason", reason)
        .param("tenant", tenant)
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Invitation invitation(ResultSet row, int number) throws SQLException {
    return new Invitation(
        row.getObject("tenant_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getString("email"),
        row.getString("role") == null ? null : HeldRoles.held(row, number),
        row.getString("group_name"),
        row.getObject("holder_id", UUID.class),
        row.getString("inviter"),
        instant(row, "created_at").orElseThrow(),
        instant(row, "expires_at").orElseThrow(),
        instant(row, "accepted_at").orElse(null),
        row.getString("accepted_by"),
        instant(row, "revoked_at").orElse(null),
        row.getString("revoked_reason"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
