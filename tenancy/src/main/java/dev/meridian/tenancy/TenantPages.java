package dev.meridian.tenancy;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Pages of tenants by path. A path is in no table, so a page is found by walking down from where
 * the reach begins; of each level only what can still be on the page is kept. So a page costs about
 * as much in a large tree as in a small one.
 */
final class TenantPages {
  /**
   * Is anything below this path behind the cursor? What is below {@code a} begins with {@code a/},
   * and {@code 0} is the character after the slash.
   */
  private static final String GOES_ON =
      "(cast(:after as text) is null or %1$s = '' or %1$s || '0' > cast(:after as text))";

  /** The tops of the reach; one that is below another of them is met on the way. */
  private static final String TOPS =
      """
      select t.id, %s collate "C" as path, t.id = any (:tops) as deep from tenant t
      where (t.id = any (:tops) or t.id = any (:alone)) and t.state <> 'DELETED' and not exists (
        select from tenant_closure c
        where c.descendant_id = t.id and c.depth > 0 and c.ancestor_id = any (:tops))
      """
          .formatted(Tenants.names("t.id"));

  /**
   * {@code offset 0} keeps a row's own rows apart, to be found by an index; joined as tables they
   * are found by reading all tenants, once for each level.
   */
  private static final String WALK =
      """
      with recursive walk (id, path, deep) as (
        (select * from (%s) top where %s order by path limit :most)
        union all
        (select below.id, below.path, true from walk w cross join lateral (
          select t.id, (coalesce(nullif(w.path, '') || '/', '') || t.name) collate "C" as path
          from tenant t where t.parent_id = w.id and t.state <> 'DELETED'
          offset 0) below
        where w.deep and %s order by path limit :most))
      select id, path from walk where path <> ''
      """
          .formatted(TOPS, GOES_ON.formatted("top.path"), GOES_ON.formatted("below.path"));

  private static final String CHILDREN =
      """
      select t.id, (above.path || t.name) collate "C" as path
      from (select coalesce(nullif(%s, '') || '/', '')) above (path), tenant t
      where t.parent_id = :parent and t.state <> 'DELETED'
        and (t.id = any (:alone) or exists (select from tenant_closure c
          where c.descendant_id = t.id and c.ancestor_id = any (:tops)))
      """
          .formatted(Tenants.names(":parent"));

  private static final String PAGE =
      """
      select t.id, p.path, t.label, t.name, t.display_name,
        case when strpos(p.path, '/') = 0 then '-' else regexp_replace(p.path, '/[^/]*$', '') end
          as parent_path,
        t.state, t.state_reason, t.created_at, t.version
      from (select id, path from (%s) found
        where cast(:after as text) is null or path > cast(:after as text)
        order by path limit :limit) p
      cross join lateral (select * from tenant where id = p.id offset 0) t order by p.path
      """;

  private final JdbcClient jdbc;

  TenantPages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Inside of tenant administration; see {@link Tenants#within}. */
  List<Tenant> page(
      Permissions.Reach reach, @Nullable UUID parent, @Nullable String after, int limit) {
    return jdbc.sql(PAGE.formatted(parent == null ? WALK : CHILDREN))
        .param("tops", reach.subtrees().toArray(UUID[]::new))
        .param("alone", reach.alone().toArray(UUID[]::new))
        .param("parent", parent)
        .param("after", after)
        .param("limit", limit)
        // Tenants above the cursor stand before it: their names are beginnings of it.
        .param("most", limit + (after == null ? 0 : after.length()))
        .query(Tenants::tenant)
        .list();
  }
}
