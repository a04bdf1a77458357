package dev.meridian.tenancy;

import dev.meridian.tenancy.ClaimRows.Holder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims. A claim counts at every tenant on the way up that has a limit or a guarantee; counters
 * are locked deepest first, so that parallel claims neither pass a limit nor wait for each other in
 * a circle.
 *
 * <p>What claims or gives back is called inside of {@code Scopes.inTenant(tenant)}; it is done or
 * not with that transaction.
 */
public final class Quotas {
  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final QuotaRows rows;
  private final ClaimWriter writer;

  public Quotas(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.rows = new QuotaRows(jdbc);
    this.writer = new ClaimWriter(rows, new ClaimRows(jdbc));
  }

  /**
   * Begins a change: {@code holder} claims the larger of what it claimed and of {@code next}, for
   * each resource, so that the change may go on and back without claiming again. {@link #settle}
   * when it has completed or was taken back.
   *
   * @throws TenancyException.QuotaExceeded when it does not fit; nothing is claimed then
   */
  public void hold(UUID tenant, UUID holder, Claim next) {
    make(tenant, holder, before -> before.max(next));
  }

  /**
   * Ends a change: {@code holder} claims {@code now} and nothing else.
   *
   * @throws TenancyException.QuotaExceeded when it is more than was held and does not fit; never
   *     for what is not more
   */
  public void settle(UUID tenant, UUID holder, Claim now) {
    make(tenant, holder, before -> now);
  }

  /** Gives back what {@code holder} has claimed; nothing happens when it has claimed nothing. */
  public void release(UUID tenant, UUID holder) {
    settle(tenant, holder, Claim.NONE);
  }

  /**
   * Makes {@code to} the holder of a part of what {@code from} claims. That counts already, so no
   * limit is in the way, not even one that was set below what is used.
   *
   * @param part {@code from} loses no more of it than it has; {@code to} gets all of it
   */
  public void pass(UUID tenant, UUID from, UUID to, Claim part) {
    writer.pass(new Holder(tenant, from), new Holder(tenant, to), part);
  }

  private void make(UUID tenant, UUID holder, UnaryOperator<Claim> change) {
    Optional<Climb.Refusal> refusal =
        writer
            .make(List.of(new ClaimWriter.Ask(new Holder(tenant, holder), change)), null)
            .getFirst();
    if (refusal.isPresent()) {
      throw exceeded(refusal.get());
    }
  }

  TenancyException.QuotaExceeded exceeded(Climb.Refusal refusal) {
    return new TenancyException.QuotaExceeded(
        Tenants.path(jdbc, refusal.before().key().tenant()), refusal);
  }

  /**
   * One line for each resource. Joins the running scope; inside of {@code inTenant} a tenant
   * without a limit of its own shows its own use only, without that of the tenants below it.
   */
  public List<QuotaLine> lines(UUID tenant) {
    if (Scopes.running().isEmpty()) {
      return scopes.inSubtree(tenant, () -> lines(tenant));
    }
    return lines(List.of(tenant)).getOrDefault(tenant, List.of());
  }

  /** The same for each of the tenants, for what costs one of them; inside of a scope. */
  public Map<UUID, List<QuotaLine>> lines(Collection<UUID> tenants) {
    Map<UUID, Amounts> claimed = rows.claimedBelow(tenants);
    Map<UUID, List<UUID>> up = rows.up(tenants);
    Ledger ledger =
        new Ledger(rows.read(up.values().stream().flatMap(List::stream).distinct().toList()));
    Map<UUID, String> paths = new HashMap<>();
    Map<UUID, List<QuotaLine>> all = new HashMap<>();
    for (UUID tenant : tenants) {
      Amounts below = claimed.getOrDefault(tenant, Amounts.NONE);
      List<QuotaLine> lines = new ArrayList<>();
      for (Resource resource : Resource.values()) {
        Climb climb = ledger.climb(up.getOrDefault(tenant, List.of()), QuotaScope.ALL, resource);
        lines.add(line(climb, resource, tenant, below, paths));
      }
      all.put(tenant, lines);
    }
    return all;
  }

  private QuotaLine line(
      Climb climb, Resource resource, UUID tenant, Amounts claimed, Map<UUID, String> paths) {
    Optional<Counter> own =
        climb.counters().stream().filter(one -> one.key().tenant().equals(tenant)).findFirst();
    long used = own.map(Counter::used).orElse(resource.in(claimed));
    long guarantee = own.map(Counter::guarantee).orElse(0L);
    return climb
        .room()
        .map(
            room ->
                new QuotaLine(
                    resource,
                    used + room.more(),
                    used,
                    paths.computeIfAbsent(
                        room.tightest().key().tenant(), tightest -> Tenants.path(jdbc, tightest)),
                    guarantee))
        .orElseGet(() -> new QuotaLine(resource, null, used, null, guarantee));
  }

  /** Every limit and guarantee that the tenant's claims pass, its own first. Joins the scope. */
  public List<QuotaStanding> standing(UUID tenant) {
    if (Scopes.running().isEmpty()) {
      return scopes.inSubtree(tenant, () -> standing(tenant));
    }
    List<UUID> up = up(tenant);
    return named(
        rows.read(up).stream()
            .sorted(
                java.util.Comparator.<Counter>comparingInt(one -> up.indexOf(one.key().tenant()))
                    .thenComparing(one -> one.key().scope())
                    .thenComparing(one -> one.key().resource()))
            .toList());
  }

  /**
   * The limits of which four fifths or more are claimed, the fullest first: those that the tenant's
   * claims pass. Joins the scope.
   *
   * @param below whether those of all tenants below it, too
   * @param most how many at the most
   */
  public List<QuotaStanding> nearFull(UUID tenant, boolean below, int most) {
    return Scopes.running().isEmpty()
        ? scopes.inSubtree(tenant, () -> nearFull(tenant, below, most))
        : named(rows.nearFull(tenant, below, most));
  }

  private List<QuotaStanding> named(List<Counter> counters) {
    Map<UUID, String> paths =
        counters.stream()
            .map(one -> one.key().tenant())
            .distinct()
            .collect(Collectors.toMap(id -> id, id -> Tenants.path(jdbc, id)));
    return counters.stream()
        .map(
            one ->
                new QuotaStanding(
                    paths.getOrDefault(one.key().tenant(), ""),
                    one.key().scope(),
                    one.key().resource(),
                    one.limit(),
                    one.guarantee(),
                    one.used(),
                    one.reserved()))
        .toList();
  }

  /**
   * What pods hold of regions is counted in the transaction of the placement writer, which calls
   * this before it reads reservations and keeps what it gets for that transaction alone.
   */
  public RegionCounts regions(Collection<UUID> tenants, Collection<String> regions) {
    rows.shareLimits();
    Map<UUID, List<UUID>> up = rows.up(tenants);
    Set<UUID> all = up.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    Set<QuotaScope> counted =
        regions.stream().map(QuotaScope::ofRegion).collect(Collectors.toSet());
    return new RegionCounts(this, rows, up, all.isEmpty() ? List.of() : rows.lock(all, counted));
  }

  /**
   * As {@link #regions} for one tenant, without a lock: to say what a placement would be answered.
   * What is counted in it must not be written.
   */
  public RegionCounts regionsAsSeen(UUID tenant) {
    List<UUID> up = up(tenant);
    return new RegionCounts(this, rows, Map.of(tenant, up), rows.read(up));
  }

  private List<UUID> up(UUID tenant) {
    return rows.up(List.of(tenant)).getOrDefault(tenant, List.of());
  }
}
