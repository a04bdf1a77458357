package dev.meridian.tenancy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ten thousand tenants in a tree of depth six, each with five below it as far as that goes, and a
 * hundred thousand members with a role at one of them. Both are counted from 1.
 */
public final class ManyTenants {
  public static final int TENANTS = Integer.getInteger("meridian.bench.tenants", 10_000);
  public static final int MEMBERS = 10 * TENANTS;

  private static final int BELOW = 5;

  private ManyTenants() {}

  /** Makes them below the root that is there, on connections that may write to these tables. */
  public static void fill(JdbcClient jdbc) {
    UUID root =
        jdbc.sql("select id from tenant where parent_id is null").query(UUID.class).single();
    jdbc.sql(
            """
            insert into tenant (id, parent_id, name, label, display_name, created_at)
            select md5('t' || i)::uuid,
              case when i <= :below then :root else md5('t' || (i - 1) / :below)::uuid end,
              't-' || i, 't-' || i, 'Tenant ' || i, now()
            from generate_series(1, :tenants) i
            """)
        .param("root", root)
        .param("below", BELOW)
        .param("tenants", TENANTS)
        .update();
    jdbc.sql(
            """
            insert into tenant_closure (ancestor_id, descendant_id, depth)
            with recursive up (ancestor, descendant, depth) as (
              select t.id, t.id, 0 from tenant t
              where t.id in (select md5('t' || i)::uuid from generate_series(1, :tenants) i)
              union all
              select t.parent_id, up.descendant, up.depth + 1
              from up join tenant t on t.id = up.ancestor where t.parent_id is not null)
            select ancestor, descendant, depth from up
            """)
        .param("tenants", TENANTS)
        .update();
    jdbc.sql(
            """
            insert into account (id, username, display_name, kind, created_at)
            select md5('a' || i)::uuid, 'member-' || i, 'Member ' || i, 'person', now()
            from generate_series(1, :members) i
            """)
        .param("members", MEMBERS)
        .update();
    jdbc.sql(
            """
            insert into role_binding (account_id, role, tenant_id, created_at)
            select md5('a' || i)::uuid, 'tenant-developer', md5('t' || 1 + i % :tenants)::uuid, now()
            from generate_series(1, :members) i
            """)
        .param("tenants", TENANTS)
        .param("members", MEMBERS)
        .update();
  }

  static UUID tenant(int number) {
    return id("t" + number);
  }

  /** The names of the tenant and of those above it. */
  public static String path(int tenant) {
    return tenant <= BELOW ? "t-" + tenant : path((tenant - 1) / BELOW) + "/t-" + tenant;
  }

  static UUID account(int member) {
    return id("a" + member);
  }

  static UUID tenantOf(int member) {
    return tenant(1 + member % TENANTS);
  }

  /** As the database makes it of a text. */
  static UUID id(String text) {
    try {
      ByteBuffer digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.US_ASCII)));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }
}
