package dev.meridian.tenancy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks after counters: finds those that lie, and those that have become full. */
public final class QuotaSweep {
  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final QuotaRows rows;

  public QuotaSweep(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.rows = new QuotaRows(jdbc);
  }

  /**
   * A counter that did not say what is claimed.
   *
   * @param counted what it said
   * @param claimed what is claimed, and what it says now
   */
  public record Drift(
      UUID tenant, String path, QuotaScope scope, Resource resource, long counted, long claimed) {}

  /**
   * Adds up all claims once more and repairs the counters that differ.
   *
   * @param each is told of each repair, in its transaction
   */
  public void repair(Consumer<Drift> each) {
    // Most often nothing differs: claims are kept from going on only when something does.
    if (scopes.asSystem(SystemJob.QUOTA, () -> wrong().isEmpty())) {
      return;
    }
    scopes.asSystem(
        SystemJob.QUOTA,
        () -> {
          rows.ownLimits();
          Map<Counter, Counter> wrong = wrong();
          rows.write(wrong.values());
          wrong.forEach(
              (stored, right) ->
                  each.accept(
                      new Drift(
                          stored.key().tenant(),
                          Tenants.path(jdbc, stored.key().tenant()),
                          stored.key().scope(),
                          stored.key().resource(),
                          stored.used(),
                          right.used())));
        });
  }

  /**
   * The counters that do not say what is claimed, each with what it should say. While the
   * transaction owns the limits, they stay so.
   */
  Map<Counter, Counter> wrong() {
    List<QuotaRows.Counted> all = rows.counted(null);
    List<Counter> stored = new ArrayList<>();
    Map<Counter.Key, Long> used = new HashMap<>();
    for (QuotaRows.Counted one : all) {
      stored.add(one.counter());
      used.put(one.counter().key(), one.claimed());
    }
    Map<UUID, List<UUID>> up =
        rows.up(stored.stream().map(one -> one.key().tenant()).collect(Collectors.toSet()));
    Map<Counter.Key, Counter> right = new HashMap<>();
    Recount.of(stored, used, up).forEach(one -> right.put(one.key(), one));
    Map<Counter, Counter> wrong = new HashMap<>();
    for (Counter one : stored) {
      @Nullable Counter should = right.get(one.key());
      if (should != null && !should.equals(one)) {
        wrong.put(one, should);
      }
    }
    return wrong;
  }

  /**
   * A limit of which a step has been reached.
   *
   * @param percent 80 or 100
   */
  public record Crossing(
      UUID tenant,
      String path,
      QuotaScope scope,
      Resource resource,
      int percent,
      long limit,
      long used) {}

  /**
   * Finds the limits that have come to 80 or 100 per cent since the last call; each crossing is
   * told once, and again only after use has come down below it.
   *
   * @param each is told in the transaction that remembers it
   */
  public void tellCrossings(Consumer<Crossing> each) {
    scopes.asSystem(
        SystemJob.QUOTA,
        () ->
            due().stream()
                .filter(one -> one.level > one.told)
                .forEach(
                    one ->
                        each.accept(
                            new Crossing(
                                one.key.tenant(),
                                Tenants.path(jdbc, one.key.tenant()),
                                one.key.scope(),
                                one.key.resource(),
                                one.level,
                                one.limit,
                                one.used))));
  }

  private record Due(Counter.Key key, int level, int told, long limit, long used) {}

  private List<Due> due() {
    return jdbc.sql(
            """
            with due as (
              select tenant_id, scope, resource, told from quota_counter where level <> told
              order by tenant_id, scope, resource limit 500 for update skip locked)
            update quota_counter q set told = q.level from due d
            where q.tenant_id = d.tenant_id and q.scope = d.scope and q.resource = d.resource
            returning q.tenant_id, q.scope, q.resource, q.level, d.told,
              coalesce(q.amount_limit, 0), q.used
            """)
        .query(
            (row, number) ->
                new Due(
                    new Counter.Key(
                        row.getObject(1, UUID.class),
                        QuotaScope.parse(row.getString(2)),
                        Resource.of(row.getString(3))),
                    row.getInt(4),
                    row.getInt(5),
                    row.getLong(6),
                    row.getLong(7)))
        .list();
  }
}
