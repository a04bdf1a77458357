package dev.meridian.tenancy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The limits and guarantees of tenants. Asks nobody for permission. */
public final class QuotaLimits {
  private static final QuotaSettings NONE = new QuotaSettings(List.of());

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final QuotaRows rows;

  public QuotaLimits(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.rows = new QuotaRows(jdbc);
  }

  /** The tenant's own settings, without those of its ancestors. Joins the running scope. */
  public QuotaSettings of(UUID tenant) {
    if (Scopes.running().isEmpty()) {
      return scopes.inSubtree(tenant, () -> of(tenant));
    }
    return of(List.of(tenant)).getOrDefault(tenant, NONE);
  }

  /** The same for each of the tenants that has any; inside of a scope. */
  public Map<UUID, QuotaSettings> of(Collection<UUID> tenants) {
    return rows.read(tenants).stream()
        .collect(
            Collectors.groupingBy(
                one -> one.key().tenant(),
                Collectors.collectingAndThen(
                    Collectors.mapping(QuotaLimits::limit, Collectors.toList()),
                    QuotaSettings::new)));
  }

  private static QuotaLimit limit(Counter one) {
    return new QuotaLimit(one.key().scope(), one.key().resource(), one.limit(), one.guarantee());
  }

  /**
   * Replaces all settings of a tenant: what is not named has no limit and no guarantee. A limit
   * below what is used is allowed: nothing more is given until use has come down.
   *
   * @throws TenancyException.Invalid when a guarantee cannot be kept under a limit, or a scope does
   *     not count a resource; the field is {@code limits}
   */
  public void set(UUID tenant, QuotaSettings settings) {
    scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          rows.ownLimits();
          replace(tenant, settings);
        });
  }

  /**
   * Sets the limits of a tenant for everything together; a resource that is not named becomes
   * unlimited. Guarantees and the limits of regions and packages stay.
   */
  public void setOverall(UUID tenant, Map<Resource, Long> limits) {
    scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          rows.ownLimits();
          List<QuotaLimit> kept = new ArrayList<>();
          Map<Resource, Long> guarantees = new HashMap<>();
          for (QuotaLimit one : of(tenant).limits()) {
            if (one.scope().equals(QuotaScope.ALL)) {
              guarantees.put(one.resource(), one.guarantee());
            } else {
              kept.add(one);
            }
          }
          for (Resource resource : Resource.values()) {
            Long limit = limits.get(resource);
            long guarantee = guarantees.getOrDefault(resource, 0L);
            if (limit != null || guarantee > 0) {
              kept.add(new QuotaLimit(QuotaScope.ALL, resource, limit, guarantee));
            }
          }
          replace(tenant, new QuotaSettings(kept));
        });
  }

  private void replace(UUID tenant, QuotaSettings settings) {
    Map<Counter.Key, QuotaLimit> wanted = new HashMap<>();
    for (QuotaLimit one : settings.limits()) {
      check(one);
      Counter.Key key = new Counter.Key(tenant, one.scope(), one.resource());
      if (wanted.put(key, one) != null) {
        throw invalid("%s in %s is named twice.", one, "Name it once");
      }
    }
    Map<Counter.Key, Counter> present = new HashMap<>();
    rows.read(List.of(tenant)).forEach(counter -> present.put(counter.key(), counter));
    TreeSet<Counter.Key> keys =
        new TreeSet<>(
            Comparator.comparing(Counter.Key::scope).thenComparing(Counter.Key::resource));
    keys.addAll(wanted.keySet());
    keys.addAll(present.keySet());
    for (Counter.Key key : keys) {
      QuotaLimit one = wanted.get(key);
      Long limit = one == null ? null : one.limit();
      long guarantee = one == null ? 0 : one.guarantee();
      Counter before = present.get(key);
      if (before == null
          || !Objects.equals(before.limit(), limit)
          || before.guarantee() != guarantee) {
        set(key, before, limit, guarantee);
      }
    }
  }

  private void set(
      Counter.Key key, @Nullable Counter present, @Nullable Long limit, long guarantee) {
    rows.set(key, limit, guarantee);
    Counter before = present != null ? present : born(key);
    Counter after = new Counter(key, limit, guarantee, before.used(), before.reserved());
    rows.write(List.of(after));
    List<UUID> up = rows.up(List.of(key.tenant())).getOrDefault(key.tenant(), List.of());
    Climb above =
        new Ledger(rows.read(up)).climb(up.subList(1, up.size()), key.scope(), key.resource());
    List<Counter> moved = above.after(0, after.unused() - before.unused());
    for (int i = 0; i < moved.size(); i++) {
      Counter other = moved.get(i);
      Long most = other.limit();
      if (most != null
          && other.committed() > most
          && other.committed() > above.counters().get(i).committed()) {
        throw new TenancyException.Invalid(
            "limits",
            "A guarantee of %s %s cannot be kept: the limit of tenant '%s' is %s, of which %s are used or guaranteed already. Guarantee less or raise that limit first."
                .formatted(
                    key.resource().show(guarantee),
                    key.resource().key(),
                    Tenants.path(jdbc, other.key().tenant()),
                    key.resource().show(most),
                    key.resource().show(above.counters().get(i).committed())));
      }
    }
    rows.write(moved);
  }

  /** A counter that is new: it counts what is claimed already. */
  private Counter born(Counter.Key key) {
    long used =
        rows.counted(key.tenant()).stream()
            .filter(one -> one.counter().key().equals(key))
            .mapToLong(QuotaRows.Counted::claimed)
            .sum();
    List<Counter> below = new ArrayList<>(rows.readBelow(key));
    Map<UUID, List<UUID>> up = rows.up(below.stream().map(one -> one.key().tenant()).toList());
    Map<Counter.Key, Long> uses = new HashMap<>();
    below.forEach(one -> uses.put(one.key(), one.used()));
    long reserved =
        Recount.of(below, uses, up).stream()
            .filter(one -> one.key().equals(key))
            .mapToLong(Counter::reserved)
            .sum();
    return new Counter(key, null, 0, used, reserved);
  }

  private static void check(QuotaLimit one) {
    if (!one.scope().kind().counts(one.resource())) {
      throw invalid("%s cannot be limited in %s.", one, "Limit it in the scope 'all'");
    }
    Long limit = one.limit();
    if (one.guarantee() < 0 || (limit != null && limit < 0)) {
      throw invalid("The limit or guarantee of %s in %s is negative.", one, "Give zero or more");
    }
    if (limit != null && one.guarantee() > limit) {
      throw invalid(
          "The guarantee of %s in %s is above its own limit.", one, "Guarantee at most the limit");
    }
  }

  private static TenancyException.Invalid invalid(String what, QuotaLimit one, String todo) {
    return new TenancyException.Invalid(
        "limits", what.formatted(one.resource().key(), one.scope().text()) + " " + todo + ".");
  }
}
