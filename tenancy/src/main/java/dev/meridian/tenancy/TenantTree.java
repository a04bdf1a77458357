package dev.meridian.tenancy;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes the tree of tenants. Call inside of tenant administration; what replicas remember of the
 * tree is forgotten by who commits. Nothing here looks at the form of names that exist already.
 */
public final class TenantTree {
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final QuotaRows quotas;
  private final QuotaSweep sweep;

  public TenantTree(JdbcClient jdbc, Tenants tenants, QuotaSweep sweep) {
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.quotas = new QuotaRows(jdbc);
    this.sweep = sweep;
  }

  /**
   * Renames a tenant; its label, and so the names of its pods, stay.
   *
   * @param name null to keep it
   * @param displayName null to keep it
   */
  public Tenant rename(UUID tenant, @Nullable String name, @Nullable String displayName) {
    requireBelowRoot(tenant);
    if (name != null) {
      Tenants.requireName(name);
    }
    if (displayName != null && displayName.isBlank()) {
      throw new TenancyException.Invalid("displayName", "Leave the display name out, or give one.");
    }
    try {
      jdbc.sql(
              """
              update tenant set name = coalesce(cast(:name as text), name),
                display_name = coalesce(cast(:displayName as text), display_name)
              where id = :tenant
              """)
          .param("name", name)
          .param("displayName", displayName)
          .param("tenant", tenant)
          .update();
    } catch (DuplicateKeyException e) {
      throw new TenancyException.NameTaken("The tenant", String.valueOf(name));
    }
    return tenants.get(tenant);
  }

  /** Keeps members from changing anything in the tenant and below it; what runs goes on. */
  public Tenant suspend(UUID tenant, String reason) {
    return state(tenant, Tenant.State.SUSPENDED, reason);
  }

  public Tenant resume(UUID tenant) {
    return state(tenant, Tenant.State.ACTIVE, "");
  }

  private Tenant state(UUID tenant, Tenant.State state, String reason) {
    requireBelowRoot(tenant);
    int changed =
        jdbc.sql(
                """
                update tenant set state = ?, state_reason = ?, version = version + 1
                where id = ? and state not in ('DELETING', 'DELETED')
                """)
            .params(state.name(), reason, tenant)
            .update();
    if (changed == 0) {
      tenants.requireStaying(tenant);
    }
    if (state == Tenant.State.SUSPENDED) {
      Invitations.lapse(jdbc, tenant, "The tenant was suspended.");
    }
    return tenants.get(tenant);
  }

  /**
   * How a tenant stood before its deletion was asked for.
   *
   * @param state as the database has it, known to this version or not
   */
  public record Former(UUID tenant, String state, String reason) {}

  /**
   * Keeps everybody from changing anything in the tenant and below it. Call {@link #lock} first.
   *
   * @return how each of them stood, without those that are deleted already; nearest first
   * @throws TenancyException.Conflict for the root, and when one of them is being deleted already
   */
  public List<Former> doom(UUID tenant, String reason) {
    requireBelowRoot(tenant);
    List<Former> all =
        jdbc.sql(
                """
                select t.id, t.state, t.state_reason from tenant t
                join tenant_closure c on c.descendant_id = t.id
                where c.ancestor_id = ? and t.state <> 'DELETED' order by c.depth, t.id
                """)
            .param(tenant)
            .query(
                (row, number) ->
                    new Former(row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
            .list();
    for (Former one : all) {
      if (one.state().equals(Tenant.State.DELETING.name())) {
        throw new TenancyException.Conflict(
            "Tenant '%s' is being deleted already. Wait until it is gone, or restore it first."
                .formatted(tenants.get(one.tenant()).path()));
      }
    }
    all.forEach(one -> set(one.tenant(), Tenant.State.DELETING.name(), reason));
    Invitations.lapse(jdbc, tenant, "Somebody asked for the deletion of the tenant.");
    return all;
  }

  /** Gives tenants whose deletion was asked for their former states back. */
  public void restore(List<Former> all) {
    all.forEach(one -> set(one.tenant(), one.state(), one.reason()));
  }

  /** Says that a tenant is gone; what is below it is gone already. Its name is free again. */
  public void bury(UUID tenant, String reason) {
    set(tenant, Tenant.State.DELETED.name(), reason);
    // Nobody views as what is gone.
    jdbc.sql("delete from sign_in_view where viewed_id = ?").param(tenant).update();
  }

  private void set(UUID tenant, String state, String reason) {
    jdbc.sql("update tenant set state = ?, state_reason = ?, version = version + 1 where id = ?")
        .params(state, reason, tenant)
        .update();
  }

  /** The tenant above; empty for the root. */
  public Optional<UUID> parent(UUID tenant) {
    return jdbc.sql("select parent_id from tenant where id = ? and parent_id is not null")
        .param(tenant)
        .query(UUID.class)
        .optional();
  }

  /** How many steps {@code below} is below {@code tenant}; 0 for the tenant itself. */
  public int distance(UUID tenant, UUID below) {
    return jdbc.sql("select depth from tenant_closure where ancestor_id = ? and descendant_id = ?")
        .params(tenant, below)
        .query(Integer.class)
        .single();
  }

  /**
   * Keeps everybody else from changing the tree, from claiming quota and from making tenants below
   * this one, until the end. Must be the transaction's first statements: it waits for rows briefly
   * only, for those who hold them may wait for quota.
   *
   * @throws org.springframework.dao.PessimisticLockingFailureException to be tried again
   */
  public void lock(UUID tenant) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('meridian tenant tree', 0))")
        .query((row, number) -> true)
        .single();
    quotas.ownLimits();
    jdbc.sql("select set_config('lock_timeout', '200ms', true)")
        .query((row, number) -> true)
        .single();
    jdbc.sql(
            """
            select id from tenant where id in
              (select descendant_id from tenant_closure where ancestor_id = ?)
            order by id for update
            """)
        .param(tenant)
        .query(UUID.class)
        .list();
  }

  /**
   * Moves a tenant with all below it, and its use to the counters above its new place. Call {@link
   * #lock} first; for a preview, roll back.
   *
   * @throws TenancyException.Invalid for a parent that is the tenant or below it
   * @throws TenancyException.NameTaken when the new parent has a tenant of that name
   * @throws TenancyException.QuotaExceeded when its use does not fit below the new parent
   * @throws TenancyException.Conflict for the root, and when members have roles that are not known
   *     at the new place
   */
  public MovePlan move(UUID tenant, UUID parent) {
    requireBelowRoot(tenant);
    List<UUID> subtree = tenants.subtree(tenant);
    if (subtree.contains(parent)) {
      throw new TenancyException.Invalid(
          "parent", "A tenant cannot move below itself. Choose a parent that is not below it.");
    }
    tenants.requireStaying(tenant);
    tenants.requireStaying(parent);
    Tenant moved = tenants.get(tenant);
    requireFree(moved, parent);
    requireRoles(tenant, parent);
    List<MovePlan.AccessChange> access = access(tenant, parent);
    Set<UUID> affected = notAboveBoth(tenant, parent);
    List<Counter> before = quotas.read(affected);
    hang(tenant, parent);
    count();
    return new MovePlan(
        moved.path(),
        tenants.get(tenant).path(),
        subtree.size(),
        changes(before, quotas.read(affected)),
        access);
  }

  private void hang(UUID tenant, UUID parent) {
    jdbc.sql("update tenant set parent_id = ? where id = ?").params(parent, tenant).update();
    jdbc.sql(
            """
            delete from tenant_closure c using tenant_closure down, tenant_closure up
            where down.ancestor_id = :tenant and c.descendant_id = down.descendant_id
              and up.descendant_id = :tenant and up.depth > 0 and c.ancestor_id = up.ancestor_id
            """)
        .param("tenant", tenant)
        .update();
    jdbc.sql(
            """
            insert into tenant_closure (ancestor_id, descendant_id, depth)
            select up.ancestor_id, down.descendant_id, up.depth + 1 + down.depth
            from tenant_closure up, tenant_closure down
            where up.descendant_id = :parent and down.ancestor_id = :tenant
            """)
        .param("parent", parent)
        .param("tenant", tenant)
        .update();
  }

  /** Lets the counters say what is claimed below them now. */
  private void count() {
    Map<Counter, Counter> counters = sweep.wrong();
    counters.forEach(
        (before, after) -> {
          boolean more = after.used() > before.used() || after.committed() > before.committed();
          if (more && before.refuses(after)) {
            throw new TenancyException.QuotaExceeded(
                Tenants.path(jdbc, before.key().tenant()), new Climb.Refusal(before, after));
          }
        });
    quotas.write(counters.values());
  }

  /** The tenants that are above one of the two and not above the other. */
  private Set<UUID> notAboveBoth(UUID tenant, UUID parent) {
    List<UUID> from = quotas.up(List.of(tenant)).getOrDefault(tenant, List.of());
    List<UUID> to = quotas.up(List.of(parent)).getOrDefault(parent, List.of());
    Set<UUID> either = new HashSet<>(from);
    either.addAll(to);
    either.removeIf(one -> one.equals(tenant) || (from.contains(one) && to.contains(one)));
    return either;
  }

  private List<MovePlan.QuotaChange> changes(List<Counter> before, List<Counter> after) {
    Map<Counter.Key, Long> used =
        before.stream().collect(Collectors.toMap(Counter::key, Counter::used));
    return after.stream()
        .map(
            one ->
                new MovePlan.QuotaChange(
                    one.key().tenant(),
                    Tenants.path(jdbc, one.key().tenant()),
                    one.key().scope(),
                    one.key().resource(),
                    one.limit(),
                    one.used(),
                    one.used() - used.getOrDefault(one.key(), 0L)))
        .sorted(
            Comparator.comparing(MovePlan.QuotaChange::tenantPath)
                .thenComparing(MovePlan.QuotaChange::scope)
                .thenComparing(MovePlan.QuotaChange::resource))
        .toList();
  }

  private List<MovePlan.AccessChange> access(UUID tenant, UUID parent) {
    return jdbc.sql(
            """
            select distinct a.username, b.role, b.tenant_id, e.gained
            from (select ancestor_id, false as gained from tenant_closure
                  where descendant_id = :tenant and depth > 0 and ancestor_id not in
                    (select ancestor_id from tenant_closure where descendant_id = :parent)
                  union all
                  select ancestor_id, true from tenant_closure
                  where descendant_id = :parent and ancestor_id not in
                    (select ancestor_id from tenant_closure where descendant_id = :tenant)) e
            join held_binding b on b.tenant_id = e.ancestor_id and b.scope = 'subtree'
            join account a on a.id = b.account_id
            order by e.gained, a.username, b.role limit 200
            """)
        .param("tenant", tenant)
        .param("parent", parent)
        .query(
            (row, number) ->
                new MovePlan.AccessChange(
                    row.getObject(3, UUID.class),
                    Tenants.path(jdbc, row.getObject(3, UUID.class)),
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(4)))
        .list();
  }

  private void requireFree(Tenant moved, UUID parent) {
    boolean taken =
        jdbc.sql(
                """
                select exists (select from tenant
                  where parent_id = ? and name = ? and id <> ? and state <> 'DELETED')
                """)
            .params(parent, moved.name(), moved.id())
            .query(Boolean.class)
            .single();
    if (taken) {
      throw new TenancyException.NameTaken("The tenant", moved.name());
    }
  }

  /** Roles and groups made by tenants that are above it now and would not be then. */
  private void requireRoles(UUID tenant, UUID parent) {
    List<String> lost =
        jdbc.sql(
                """
                select distinct coalesce(a.username, 'group ' || g.name) || ' (' || b.role || ')'
                from role_binding b
                  join tenant_closure c on c.descendant_id = b.tenant_id and c.ancestor_id = :tenant
                  left join account a on a.id = b.account_id
                  left join tenant_group g on g.tenant_id = b.group_tenant_id and g.id = b.group_id
                  cross join lateral (values (b.role_tenant_id), (b.group_tenant_id)) made (by)
                where made.by not in
                    (select ancestor_id from tenant_closure where descendant_id = :parent)
                  and made.by not in
                    (select descendant_id from tenant_closure where ancestor_id = :tenant)
                order by 1 limit 10
                """)
            .param("tenant", tenant)
            .param("parent", parent)
            .query(String.class)
            .list();
    if (!lost.isEmpty()) {
      throw new TenancyException.Conflict(
          "These have roles of tenants that would not be above any more, or are groups of such: %s. Take those roles away first, or give built-in ones to people."
              .formatted(String.join(", ", lost)));
    }
  }

  private void requireBelowRoot(UUID tenant) {
    if (tenants.root().id().equals(tenant)) {
      throw new TenancyException.Conflict(
          "The platform itself is not renamed, moved, suspended or deleted. Name a tenant below it.");
    }
  }
}
