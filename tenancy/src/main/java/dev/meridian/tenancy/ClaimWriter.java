package dev.meridian.tenancy;

import dev.meridian.tenancy.ClaimRows.Holder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Makes claims in the running transaction: whatever their number, one update of the counters and
 * one of the claims.
 */
final class ClaimWriter {
  private final QuotaRows rows;
  private final ClaimRows claimed;

  ClaimWriter(QuotaRows rows, ClaimRows claimed) {
    this.rows = rows;
    this.claimed = claimed;
  }

  /**
   * Who asks, and what its claim becomes.
   *
   * @param change called once, with {@link Claim#NONE} when there is no claim yet
   */
  record Ask(Holder holder, UnaryOperator<Claim> change) {}

  /**
   * Makes each claim that fits, one after the other.
   *
   * @param provisionalSeconds how long they wait to be confirmed; null: they need not be
   * @return for each ask what refused it, in the order of the asks
   */
  List<Optional<Climb.Refusal>> make(List<Ask> asks, @Nullable Integer provisionalSeconds) {
    rows.shareLimits();
    Map<Holder, Claim> claims =
        claimed.lock(asks.stream().map(Ask::holder).collect(Collectors.toSet()));
    Set<QuotaScope> scopes = new HashSet<>();
    List<Claim> wanted = new ArrayList<>();
    Map<Holder, Claim> last = new HashMap<>(claims);
    for (Ask ask : asks) {
      Claim before = claimOf(last, ask.holder());
      Claim after = ask.change().apply(before);
      scopes.addAll(before.scopes());
      scopes.addAll(after.scopes());
      last.put(ask.holder(), after);
      wanted.add(after);
    }
    Map<UUID, List<UUID>> up =
        rows.up(asks.stream().map(ask -> ask.holder().tenant()).collect(Collectors.toSet()));
    Ledger ledger = ledger(up, scopes);
    List<Optional<Climb.Refusal>> refusals = new ArrayList<>();
    Map<Holder, Claim> now = new HashMap<>(claims);
    for (int i = 0; i < asks.size(); i++) {
      Holder holder = asks.get(i).holder();
      Optional<Climb.Refusal> refusal =
          ledger.replace(
              up.getOrDefault(holder.tenant(), List.of()), claimOf(now, holder), wanted.get(i));
      refusals.add(refusal);
      if (refusal.isEmpty()) {
        now.put(holder, wanted.get(i));
      }
    }
    rows.write(ledger.changed());
    write(claims, now, provisionalSeconds);
    return refusals;
  }

  /** Moves a part of one claim to another of the same tenant, whatever the limits. */
  void pass(Holder from, Holder to, Claim part) {
    rows.shareLimits();
    Map<Holder, Claim> before = claimed.lock(Set.of(from, to));
    Map<Holder, Claim> after =
        Map.of(
            from, claimOf(before, from).without(part),
            to, claimOf(before, to).plus(part));
    Set<QuotaScope> scopes = new HashSet<>(part.scopes());
    before.values().forEach(claim -> scopes.addAll(claim.scopes()));
    Map<UUID, List<UUID>> up = rows.up(Set.of(from.tenant()));
    Ledger ledger = ledger(up, scopes);
    after.forEach(
        (holder, claim) ->
            ledger.put(
                up.getOrDefault(holder.tenant(), List.of()), claimOf(before, holder), claim));
    rows.write(ledger.changed());
    write(before, after, null);
  }

  /** The counters that claims of these tenants in these scopes pass, locked. */
  private Ledger ledger(Map<UUID, List<UUID>> up, Set<QuotaScope> scopes) {
    Set<UUID> tenants = up.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    return new Ledger(scopes.isEmpty() ? List.of() : rows.lock(tenants, scopes));
  }

  private void write(
      Map<Holder, Claim> before, Map<Holder, Claim> after, @Nullable Integer provisionalSeconds) {
    List<Holder> gone = new ArrayList<>();
    Map<Holder, Claim> made = new HashMap<>();
    Map<Holder, Claim> changed = new HashMap<>();
    after.forEach(
        (holder, claim) -> {
          if (!before.containsKey(holder)) {
            if (!claim.nothing()) {
              made.put(holder, claim);
            }
          } else if (claim.nothing()) {
            gone.add(holder);
          } else if (!claim.equals(before.get(holder))) {
            changed.put(holder, claim);
          }
        });
    if (!gone.isEmpty()) {
      claimed.delete(gone);
    }
    if (!changed.isEmpty()) {
      claimed.update(changed);
    }
    if (!made.isEmpty() && claimed.insert(made, provisionalSeconds) != made.size()) {
      throw new PessimisticLockingFailureException(
          "Two changes claim for one holder at once; try again: " + made.keySet());
    }
  }

  private static Claim claimOf(Map<Holder, Claim> claims, Holder holder) {
    return claims.getOrDefault(holder, Claim.NONE);
  }
}
