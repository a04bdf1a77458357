package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counters in the database. Whoever locks takes claims first ({@link ClaimRows}), in the order of
 * their holders, then counters, the deepest tenants first: so nobody waits in a circle.
 */
final class QuotaRows {
  // Claims share this lock and changes of limits own it: a counter is born with every claim in it.
  private static final String LOCK = "hashtextextended('meridian quota', 0)";

  private static final String AMOUNT =
      Arrays.stream(Resource.values())
          .map(one -> "when '%1$s' then b.%1$s".formatted(one.key()))
          .collect(Collectors.joining(" ", "case q.resource ", " else 0 end"));

  private static final String BELOW_TENANT =
      """
      (cast(:tenant as uuid) is null or c.tenant_id in (
        select descendant_id from tenant_closure where ancestor_id = cast(:tenant as uuid)))
      """;

  private static final String COUNTER =
      "select q.tenant_id, q.scope, q.resource, q.amount_limit, q.guarantee, q.used, q.reserved"
          + " from quota_counter q ";

  private final JdbcClient jdbc;

  QuotaRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Until the transaction ends, no limit changes. */
  void shareLimits() {
    jdbc.sql("select pg_advisory_xact_lock_shared(" + LOCK + ")").query((r, n) -> true).single();
  }

  /** Until the transaction ends, nobody else claims or changes a limit. */
  void ownLimits() {
    jdbc.sql("select pg_advisory_xact_lock(" + LOCK + ")").query((r, n) -> true).single();
  }

  static Amounts amounts(ResultSet row) throws SQLException {
    return new Amounts(
        row.getLong("cpus"),
        row.getLong("memory"),
        row.getLong("disk"),
        row.getLong("pods"),
        row.getLong("gpus"),
        row.getLong("instances"),
        row.getLong("volumes"),
        row.getLong("secrets"));
  }

  /** For each of the tenants, itself and those above it, deepest first. */
  Map<UUID, List<UUID>> up(Collection<UUID> tenants) {
    Map<UUID, List<UUID>> up = new HashMap<>();
    jdbc.sql(
            """
            select c.descendant_id, c.ancestor_id from unnest(cast(? as uuid[])) t (id)
            join tenant_closure c on c.descendant_id = t.id order by c.depth
            """)
        .param(array(tenants, UUID::toString))
        .query(
            row -> {
              up.computeIfAbsent(row.getObject(1, UUID.class), t -> new ArrayList<>())
                  .add(row.getObject(2, UUID.class));
            });
    return up;
  }

  /** The counters of these tenants in these scopes, locked, the deepest tenants first. */
  List<Counter> lock(Collection<UUID> tenants, Set<QuotaScope> scopes) {
    return jdbc.sql(
            COUNTER
                + """
                where q.tenant_id = any (cast(? as uuid[])) and q.scope = any (cast(? as text[]))
                order by (select max(c.depth) from tenant_closure c
                          where c.descendant_id = q.tenant_id) desc,
                  q.tenant_id, q.scope, q.resource
                for update of q
                """)
        .params(array(tenants, UUID::toString), array(scopes, QuotaScope::text))
        .query(QuotaRows::counter)
        .list();
  }

  /** The counters of these tenants in every scope. */
  List<Counter> read(Collection<UUID> tenants) {
    return jdbc.sql(COUNTER + "where q.tenant_id = any (cast(? as uuid[]))")
        .param(array(tenants, UUID::toString))
        .query(QuotaRows::counter)
        .list();
  }

  /** The counters of one resource in one scope of a tenant and all below it. */
  List<Counter> readBelow(Counter.Key key) {
    return jdbc.sql(
            COUNTER
                + """
                where q.scope = ? and q.resource = ? and q.tenant_id in
                  (select descendant_id from tenant_closure where ancestor_id = ?)
                """)
        .params(key.scope().text(), key.resource().key(), key.tenant())
        .query(QuotaRows::counter)
        .list();
  }

  /** The fullest of the counters above and at a tenant, or below it too, that are told as full. */
  List<Counter> nearFull(UUID tenant, boolean below, int most) {
    return jdbc.sql(
            COUNTER
                + """
                where q.level >= 80 and (q.tenant_id in
                    (select ancestor_id from tenant_closure where descendant_id = :tenant)
                  or :below and q.tenant_id in
                    (select descendant_id from tenant_closure where ancestor_id = :tenant))
                order by cast(q.used as numeric) / q.amount_limit desc,
                  q.tenant_id, q.scope, q.resource
                limit :most
                """)
        .param("tenant", tenant)
        .param("below", below)
        .param("most", most)
        .query(QuotaRows::counter)
        .list();
  }

  private static Counter counter(ResultSet row, int number) throws SQLException {
    return new Counter(
        new Counter.Key(
            row.getObject(1, UUID.class),
            QuotaScope.parse(row.getString(2)),
            Resource.of(row.getString(3))),
        row.getObject(4, Long.class),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  /** Stores what the counters say. */
  void write(Collection<Counter> counters) {
    if (counters.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update quota_counter q set used = n.used, reserved = n.reserved
            from unnest(cast(? as uuid[]), cast(? as text[]), cast(? as text[]),
              cast(? as bigint[]), cast(? as bigint[])) as n(t, s, r, used, reserved)
            where q.tenant_id = n.t and q.scope = n.s and q.resource = n.r
            """)
        .params(
            array(counters, counter -> counter.key().tenant().toString()),
            array(counters, counter -> counter.key().scope().text()),
            array(counters, counter -> counter.key().resource().key()),
            array(counters, counter -> Long.toString(counter.used())),
            array(counters, counter -> Long.toString(counter.reserved())))
        .update();
  }

  /** Makes, changes or takes away a counter; what it counts is written apart. */
  void set(Counter.Key key, @Nullable Long limit, long guarantee) {
    if (limit == null && guarantee == 0) {
      jdbc.sql("delete from quota_counter where tenant_id = ? and scope = ? and resource = ?")
          .params(key.tenant(), key.scope().text(), key.resource().key())
          .update();
      return;
    }
    jdbc.sql(
            """
            insert into quota_counter (tenant_id, scope, resource, amount_limit, guarantee)
            values (?, ?, ?, cast(? as bigint), ?)
            on conflict (tenant_id, scope, resource)
            do update set amount_limit = excluded.amount_limit, guarantee = excluded.guarantee
            """)
        .param(key.tenant())
        .param(key.scope().text())
        .param(key.resource().key())
        .param(limit)
        .param(guarantee)
        .update();
  }

  /**
   * A counter as it is stored.
   *
   * @param claimed what the claims of the tenant and of all below it add up to; for a region, the
   *     reservations
   */
  record Counted(Counter counter, long claimed) {}

  /**
   * Counters with what they should count, in one statement: no claim is seen in part.
   *
   * @param tenant null: those of all tenants
   */
  List<Counted> counted(@Nullable UUID tenant) {
    return jdbc.sql(
            """
            with claimed as (
              select c.tenant_id, s.scope, %2$s
              from quota_claim c cross join unnest(c.scopes) s (scope)
              where s.scope not like 'region:%%' and %1$s group by c.tenant_id, s.scope
              union all
              select c.tenant_id, 'region:' || g.name, sum(c.cpu_millis), sum(c.memory_bytes),
                sum(c.disk_bytes), count(*), 0, 0, 0, 0
              from reservation c join node n on n.id = c.node_id join region g on g.id = n.region_id
              where %1$s group by c.tenant_id, g.name
            ), below as (
              select t.ancestor_id as tenant_id, c.scope, %3$s
              from claimed c join tenant_closure t on t.descendant_id = c.tenant_id
              group by t.ancestor_id, c.scope)
            """
                    .formatted(BELOW_TENANT, sums("c"), sums("c"))
                + COUNTER.replace(" from quota_counter q ", ", coalesce(" + AMOUNT + ", 0)")
                + """

                from quota_counter q
                left join below b on b.tenant_id = q.tenant_id and b.scope = q.scope
                where cast(:tenant as uuid) is null or q.tenant_id = cast(:tenant as uuid)
                """)
        .param("tenant", tenant == null ? null : tenant.toString(), java.sql.Types.VARCHAR)
        .query(
            (row, number) ->
                new Counted(counter(row, number), row.getBigDecimal(8).longValueExact()))
        .list();
  }

  /**
   * What is claimed at and below each of the tenants, as far as the running scope sees it; where
   * nothing is, nothing is said.
   */
  Map<UUID, Amounts> claimedBelow(Collection<UUID> tenants) {
    Map<UUID, Amounts> claimed = new HashMap<>();
    jdbc.sql(
            "select c.ancestor_id, "
                + sums("q")
                + """
                 from tenant_closure c join quota_claim q on q.tenant_id = c.descendant_id
                where c.ancestor_id = any (cast(? as uuid[])) group by c.ancestor_id
                """)
        .param(array(tenants, UUID::toString))
        .query(
            row -> {
              claimed.put(row.getObject(1, UUID.class), amounts(row));
            });
    return claimed;
  }

  /** The sum of each column of amounts, under its name. */
  private static String sums(String table) {
    return Arrays.stream(Resource.values())
        .map(one -> "cast(sum(%1$s.%2$s) as bigint) as %2$s".formatted(table, one.key()))
        .collect(Collectors.joining(", "));
  }

  /** An array as PostgreSQL reads it; for ids, numbers and words that need no quoting. */
  static <T> String array(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).collect(Collectors.joining(",", "{", "}"));
  }
}
