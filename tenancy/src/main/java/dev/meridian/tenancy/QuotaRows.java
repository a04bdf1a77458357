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
 * Counters and claims in the database. Whoever locks takes claims first, in the order of their
 * holders, then counters, the deepest tenants first: so nobody waits in a circle.
 */
final class QuotaRows {
  // Claims share this lock and changes of limits own it: a counter is born with every claim in it.
  private static final String LOCK = "hashtextextended('meridian quota', 0)";

  private static final String SUM =
      Arrays.stream(Resource.values())
          .map(one -> "when '%1$s' then %1$s".formatted(one.key()))
          .collect(Collectors.joining(" ", "case q.resource ", " else 0 end"));

  private static final String COUNTER =
      "select q.tenant_id, q.scope, q.resource, q.amount_limit, q.guarantee, q.used, q.reserved"
          + " from quota_counter q ";

  private final JdbcClient jdbc;

  QuotaRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Who holds a claim. */
  record Holder(UUID tenant, UUID id) implements Comparable<Holder> {
    @Override
    public int compareTo(Holder other) {
      // As PostgreSQL orders them; which order it is does not matter as long as all keep it.
      int byTenant = tenant.toString().compareTo(other.tenant.toString());
      return byTenant != 0 ? byTenant : id.toString().compareTo(other.id.toString());
    }
  }

  /** Until the transaction ends, no limit changes. */
  void shareLimits() {
    jdbc.sql("select pg_advisory_xact_lock_shared(" + LOCK + ")").query((r, n) -> true).single();
  }

  /** Until the transaction ends, nobody else claims or changes a limit. */
  void ownLimits() {
    jdbc.sql("select pg_advisory_xact_lock(" + LOCK + ")").query((r, n) -> true).single();
  }

  /** What the holders claim now, locked; those that claim nothing are missing. */
  Map<Holder, Claim> lockClaims(Set<Holder> holders) {
    List<Holder> sorted = holders.stream().sorted().toList();
    Map<Holder, Claim> claims = new HashMap<>();
    // Lateral: one look into the index for each holder, however many claims there are.
    jdbc.sql(
            """
            select c.* from unnest(cast(? as uuid[]), cast(? as uuid[])) as n(t, h),
              lateral (select * from quota_claim q where q.tenant_id = n.t and q.holder_id = n.h
                       for update) c
            """)
        .params(
            array(sorted, holder -> holder.tenant().toString()),
            array(sorted, holder -> holder.id().toString()))
        .query(
            row -> {
              claims.put(
                  new Holder(
                      row.getObject("tenant_id", UUID.class),
                      row.getObject("holder_id", UUID.class)),
                  claim(row));
            });
    return claims;
  }

  private static Claim claim(ResultSet row) throws SQLException {
    String[] scopes = (String[]) row.getArray("scopes").getArray();
    return new Claim(
        amounts(row), Arrays.stream(scopes).map(QuotaScope::parse).collect(Collectors.toSet()));
  }

  private static Amounts amounts(ResultSet row) throws SQLException {
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

  /** Takes away claims that are locked. */
  void delete(List<Holder> holders) {
    jdbc.sql(
            """
            delete from quota_claim c
            using unnest(cast(? as uuid[]), cast(? as uuid[])) as n(t, h)
            where n.t = c.tenant_id and n.h = c.holder_id
            """)
        .params(
            array(holders, holder -> holder.tenant().toString()),
            array(holders, holder -> holder.id().toString()))
        .update();
  }

  /** Changes claims that are locked; they need no confirmation any more. */
  void update(Map<Holder, Claim> claims) {
    write(
        "update quota_claim c set "
            + columns(key -> key + " = n." + key)
            + """
            , scopes = string_to_array(n.scopes, ' '), provisional_until = null
            from %s where c.tenant_id = n.t and c.holder_id = n.h
            """,
        claims,
        null);
  }

  /**
   * Writes claims of holders that have none.
   *
   * @param provisionalSeconds how long they wait to be confirmed; null: they need not be
   * @return how many were written: fewer when somebody claimed for a holder meanwhile
   */
  int insert(Map<Holder, Claim> claims, @Nullable Integer provisionalSeconds) {
    return write(
        "insert into quota_claim (tenant_id, holder_id, scopes, provisional_until, "
            + columns(key -> key)
            + """
            ) select n.t, n.h, string_to_array(n.scopes, ' '),
              clock_timestamp() + cast(:seconds as integer) * interval '1 second',
            """
            + columns(key -> "n." + key)
            + " from %s order by n.t, n.h on conflict do nothing",
        claims,
        provisionalSeconds);
  }

  private int write(String sql, Map<Holder, Claim> claims, @Nullable Integer seconds) {
    List<Map.Entry<Holder, Claim>> all = List.copyOf(claims.entrySet());
    String rows =
        "unnest(cast(:tenants as uuid[]), cast(:holders as uuid[]), cast(:scopes as text[]), "
            + columns(key -> "cast(:" + key + " as bigint[])")
            + ") as n(t, h, scopes, "
            + columns(key -> key)
            + ")";
    JdbcClient.StatementSpec statement =
        jdbc.sql(sql.formatted(rows))
            .param("seconds", seconds)
            .param("tenants", array(all, entry -> entry.getKey().tenant().toString()))
            .param("holders", array(all, entry -> entry.getKey().id().toString()))
            .param(
                "scopes",
                array(
                    all,
                    entry ->
                        entry.getValue().scopes().stream()
                            .map(QuotaScope::text)
                            .sorted()
                            .collect(Collectors.joining(" ", "\"", "\""))));
    for (Resource resource : Resource.values()) {
      statement =
          statement.param(
              resource.key(),
              array(all, entry -> Long.toString(resource.in(entry.getValue().amounts()))));
    }
    return statement.update();
  }

  private static String columns(Function<String, String> text) {
    return Arrays.stream(Resource.values())
        .map(resource -> text.apply(resource.key()))
        .collect(Collectors.joining(", "));
  }

  /** For each of the tenants, itself and those above it, deepest first. */
  Map<UUID, List<UUID>> up(Collection<UUID> tenants) {
    Map<UUID, List<UUID>> up = new HashMap<>();
    jdbc.sql(
            """
            select descendant_id, ancestor_id from tenant_closure
            where descendant_id = any (cast(? as uuid[])) order by depth
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
            COUNTER.replace(" from quota_counter q ", "")
                + """
                , coalesce(case when q.scope like 'region:%%' then (
                    select sum(case q.resource when 'cpus' then r.cpu_millis
                      when 'memory' then r.memory_bytes when 'disk' then r.disk_bytes else 1 end)
                    from tenant_closure t
                    join reservation r on r.tenant_id = t.descendant_id
                    join node n on n.id = r.node_id
                    join region g on g.id = n.region_id
                    where t.ancestor_id = q.tenant_id and q.scope = 'region:' || g.name)
                  else (
                    select sum(%s) from tenant_closure t
                    join quota_claim c on c.tenant_id = t.descendant_id
                    where t.ancestor_id = q.tenant_id and q.scope = any (c.scopes))
                  end, 0)
                from quota_counter q
                where cast(:tenant as uuid) is null or q.tenant_id = cast(:tenant as uuid)
                """
                    .formatted(SUM))
        .param("tenant", tenant == null ? null : tenant.toString(), java.sql.Types.VARCHAR)
        .query(
            (row, number) ->
                new Counted(counter(row, number), row.getBigDecimal(8).longValueExact()))
        .list();
  }

  /** What is claimed at and below a tenant, as far as the running scope sees it. */
  Amounts claimedBelow(UUID tenant) {
    String columns =
        Arrays.stream(Resource.values())
            .map(one -> "cast(coalesce(sum(%1$s), 0) as bigint) as %1$s".formatted(one.key()))
            .collect(Collectors.joining(", "));
    return jdbc.sql(
            "select "
                + columns
                + """
                 from quota_claim where tenant_id in
                  (select descendant_id from tenant_closure where ancestor_id = ?)
                """)
        .param(tenant)
        .query((row, number) -> amounts(row))
        .single();
  }

  /**
   * Says that the change that a claim is for is about to commit.
   *
   * @return false when nobody has claimed for it, or its time is over
   */
  boolean confirm(Holder holder) {
    return jdbc.sql(
                """
                update quota_claim set provisional_until = null
                where tenant_id = ? and holder_id = ? and provisional_until is not null
                """)
            .params(holder.tenant(), holder.id())
            .update()
        == 1;
  }

  /** Those whose change did not confirm them; locked so that it cannot any more. */
  List<Holder> lapsed(int atMost) {
    return jdbc.sql(
            """
            select tenant_id, holder_id from quota_claim where provisional_until < clock_timestamp()
            order by tenant_id, holder_id limit ? for update skip locked
            """)
        .param(atMost)
        .query((row, n) -> new Holder(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .list();
  }

  /** Whether the claim stands and still waits to be confirmed; locks it. */
  boolean waits(Holder holder) {
    return jdbc.sql(
            """
            select true from quota_claim
            where tenant_id = ? and holder_id = ? and provisional_until is not null for update
            """)
        .params(holder.tenant(), holder.id())
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  private static <T> String array(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).collect(Collectors.joining(",", "{", "}"));
  }
}
