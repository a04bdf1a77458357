package dev.meridian.tenancy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Limits and claims. A claim counts at every tenant on the way up that has a limit; counters are
 * locked deepest first, so that parallel claims neither pass a limit nor wait for each other in a
 * circle.
 */
public final class Quotas {
  // Claims share this lock and changes of limits own it: a counter is born with every claim in it.
  private static final String LOCK = "hashtextextended('meridian quota', 0)";

  private final JdbcClient jdbc;
  private final Scopes scopes;

  public Quotas(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /**
   * Replaces what {@code holder} has claimed by {@code asked}. Call inside of {@code
   * Scopes.inTenant(tenant)}; the claim is made or not with that transaction.
   *
   * @throws TenancyException.QuotaExceeded when it does not fit; a smaller claim always fits
   */
  public void claim(UUID tenant, UUID holder, Amounts asked) {
    jdbc.sql("select pg_advisory_xact_lock_shared(" + LOCK + ")").query((r, n) -> true).single();
    Amounts before = lockClaim(tenant, holder);
    Amounts delta = asked.minus(before);
    for (Counter counter : lockCounters(tenant, delta)) {
      long more = counter.resource().in(delta);
      if (more > 0 && counter.used() + more > counter.limit()) {
        throw new TenancyException.QuotaExceeded(
            Tenants.path(jdbc, counter.tenant()),
            counter.resource(),
            counter.limit(),
            counter.used(),
            more);
      }
      jdbc.sql("update quota_counter set used = used + ? where tenant_id = ? and resource = ?")
          .params(more, counter.tenant(), counter.resource().key())
          .update();
    }
    write(tenant, holder, asked);
  }

  /** Gives back what {@code holder} has claimed; nothing happens when it has claimed nothing. */
  public void release(UUID tenant, UUID holder) {
    claim(tenant, holder, Amounts.NONE);
  }

  /**
   * One line for each resource. Joins the running scope; inside of {@code inTenant} a tenant
   * without a limit of its own shows its own use only, without that of the tenants below it.
   */
  public List<QuotaLine> lines(UUID tenant) {
    if (Scopes.running().isEmpty()) {
      return scopes.inSubtree(tenant, () -> lines(tenant));
    }
    Amounts own =
        jdbc.sql(
                """
                select coalesce(sum(cpus), 0), coalesce(sum(memory), 0), coalesce(sum(disk), 0),
                       coalesce(sum(pods), 0)
                from quota_claim where tenant_id in
                  (select descendant_id from tenant_closure where ancestor_id = ?)
                """)
            .param(tenant)
            .query(
                (row, number) ->
                    new Amounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
            .single();
    Map<Resource, List<Counter>> counters = new EnumMap<>(Resource.class);
    for (Counter counter : counters(tenant, "")) {
      counters.computeIfAbsent(counter.resource(), resource -> new ArrayList<>()).add(counter);
    }
    List<QuotaLine> lines = new ArrayList<>();
    for (Resource resource : Resource.values()) {
      lines.add(
          line(resource, tenant, resource.in(own), counters.getOrDefault(resource, List.of())));
    }
    return lines;
  }

  /**
   * The tenant's own limits, without those of its ancestors; a resource that is missing has none.
   * Joins the running scope.
   */
  public Map<Resource, Long> limits(UUID tenant) {
    if (Scopes.running().isEmpty()) {
      return scopes.inSubtree(tenant, () -> limits(tenant));
    }
    Map<Resource, Long> limits = new EnumMap<>(Resource.class);
    jdbc.sql("select resource, amount_limit from quota_counter where tenant_id = ?")
        .param(tenant)
        .query(
            row -> {
              limits.put(Resource.of(row.getString(1)), row.getLong(2));
            });
    return limits;
  }

  /**
   * Sets the limits of a tenant; a resource that is not named becomes unlimited. A limit below what
   * is used is allowed: nothing more is given until use has come down.
   */
  public void setLimits(UUID tenant, Map<Resource, Long> limits) {
    scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          jdbc.sql("select pg_advisory_xact_lock(" + LOCK + ")").query((r, n) -> true).single();
          for (Resource resource : Resource.values()) {
            set(tenant, resource, limits.get(resource));
          }
        });
  }

  private void set(UUID tenant, Resource resource, @Nullable Long limit) {
    if (limit == null) {
      jdbc.sql("delete from quota_counter where tenant_id = ? and resource = ?")
          .params(tenant, resource.key())
          .update();
      return;
    }
    jdbc.sql(
            """
            insert into quota_counter (tenant_id, resource, amount_limit, used)
            select :tenant, :resource, :limit, coalesce(sum(%s), 0) from quota_claim
            where tenant_id in
              (select descendant_id from tenant_closure where ancestor_id = :tenant)
            on conflict (tenant_id, resource) do update set amount_limit = excluded.amount_limit
            """
                .formatted(resource.key()))
        .param("tenant", tenant)
        .param("resource", resource.key())
        .param("limit", limit)
        .update();
  }

  private static QuotaLine line(
      Resource resource, UUID tenant, long claimed, List<Counter> counters) {
    long used =
        counters.stream()
            .filter(counter -> counter.tenant().equals(tenant))
            .mapToLong(Counter::used)
            .findFirst()
            .orElse(claimed);
    @Nullable Counter tightest = null;
    for (Counter counter : counters) {
      if (tightest == null || counter.left() < tightest.left()) {
        tightest = counter;
      }
    }
    return tightest == null
        ? new QuotaLine(resource, null, used, null)
        : new QuotaLine(resource, used + tightest.left(), used, tightest.path());
  }

  private Amounts lockClaim(UUID tenant, UUID holder) {
    jdbc.sql(
            """
            insert into quota_claim (tenant_id, holder_id, cpus, memory, disk, pods)
            values (?, ?, 0, 0, 0, 0) on conflict do nothing
            """)
        .params(tenant, holder)
        .update();
    return jdbc.sql(
            """
            select cpus, memory, disk, pods from quota_claim
            where tenant_id = ? and holder_id = ? for update
            """)
        .params(tenant, holder)
        .query(
            (row, number) ->
                new Amounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
        .single();
  }

  private void write(UUID tenant, UUID holder, Amounts asked) {
    if (asked.equals(Amounts.NONE)) {
      jdbc.sql("delete from quota_claim where tenant_id = ? and holder_id = ?")
          .params(tenant, holder)
          .update();
      return;
    }
    jdbc.sql(
            """
            update quota_claim set cpus = ?, memory = ?, disk = ?, pods = ?
            where tenant_id = ? and holder_id = ?
            """)
        .params(
            asked.cpuMillis(), asked.memoryBytes(), asked.diskBytes(), asked.pods(), tenant, holder)
        .update();
  }

  private List<Counter> lockCounters(UUID tenant, Amounts delta) {
    return counters(tenant, "for update of q").stream()
        .filter(counter -> counter.resource().in(delta) != 0)
        .toList();
  }

  private List<Counter> counters(UUID tenant, String lock) {
    return jdbc
        .sql(
            """
            select q.tenant_id, q.resource, q.amount_limit, q.used
            from tenant_closure c join quota_counter q on q.tenant_id = c.ancestor_id
            where c.descendant_id = ? order by c.depth, q.resource
            """
                + lock)
        .param(tenant)
        .query(
            (row, number) ->
                new Counter(
                    row.getObject(1, UUID.class),
                    Resource.of(row.getString(2)),
                    row.getLong(3),
                    row.getLong(4),
                    ""))
        .list()
        .stream()
        .map(
            counter ->
                lock.isEmpty() ? counter.named(Tenants.path(jdbc, counter.tenant())) : counter)
        .toList();
  }

  private record Counter(UUID tenant, Resource resource, long limit, long used, String path) {
    long left() {
      return limit - used;
    }

    Counter named(String name) {
      return new Counter(tenant, resource, limit, used, name);
    }
  }
}
