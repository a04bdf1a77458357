package dev.meridian.tenancy;

import static dev.meridian.tenancy.QuotaRows.array;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claims in the database. */
final class ClaimRows {
  private final JdbcClient jdbc;

  ClaimRows(JdbcClient jdbc) {
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

  /** What the holders claim now, locked; those that claim nothing are missing. */
  Map<Holder, Claim> lock(Set<Holder> holders) {
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
        QuotaRows.amounts(row),
        Arrays.stream(scopes).map(QuotaScope::parse).collect(Collectors.toSet()));
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
}
