package dev.meridian.controlplane.usage;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Loads transitions and has them added up. */
@Component
class UsageReports {
  /** Transactions that are still open may carry earlier times; none stays open for this long. */
  private static final Duration SETTLES_AFTER = Duration.ofMinutes(5);

  private final Scopes scopes;
  private final Tenants tenants;
  private final TransitionReader transitions;
  private final InstantSource clock;

  UsageReports(Scopes scopes, Tenants tenants, TransitionReader transitions, InstantSource clock) {
    this.scopes = scopes;
    this.tenants = tenants;
    this.transitions = transitions;
    this.clock = clock;
  }

  /**
   * A period.
   *
   * @param from inclusive
   * @param to exclusive; nothing is counted that has not happened yet
   */
  record Period(Instant from, Instant to) {}

  /** Usage below the tenant, read as finance. */
  UsageReport asFinance(UUID top, Period period, Grouping grouping) {
    return report(List.of(top), period, grouping, tenant -> reading -> scopes.asFinance(reading));
  }

  /** Usage below each of the tenants, read with the rights of a reader of their subtrees. */
  UsageReport inSubtrees(List<UUID> tops, Period period, Grouping grouping) {
    return report(tops, period, grouping, tenant -> reading -> scopes.inSubtree(tenant, reading));
  }

  private interface Reading {
    List<Transition> run(Supplier<List<Transition>> work);
  }

  private interface ScopeOfTenant {
    Reading of(UUID tenant);
  }

  private UsageReport report(
      List<UUID> tops, Period period, Grouping grouping, ScopeOfTenant scope) {
    Instant now = clock.instant();
    Instant end = period.to().isBefore(now) ? period.to() : now;
    List<UsageTenant> shown = new ArrayList<>();
    Set<UUID> known = new HashSet<>();
    List<Allocation> allocations = new ArrayList<>();
    for (UUID top : withoutThoseBelowOthers(tops)) {
      for (UsageTenant tenant : from(top)) {
        if (known.add(tenant.id())) {
          shown.add(tenant);
        }
      }
      List<Transition> read = scope.of(top).run(() -> transitions.of(top, period.from(), end));
      allocations.addAll(Allocations.of(read, period.from(), end));
    }
    UsageLedger ledger = new UsageLedger(shown);
    allocations.forEach(ledger::add);
    Instant settled = now.minus(SETTLES_AFTER);
    return ledger.report(
        period.from(),
        period.to(),
        settled.isBefore(period.to()) ? settled : period.to(),
        grouping);
  }

  private List<UUID> withoutThoseBelowOthers(List<UUID> tops) {
    Set<UUID> below = new HashSet<>();
    for (UUID top : tops) {
      tenants.subtree(top).stream().filter(tenant -> !tenant.equals(top)).forEach(below::add);
    }
    return tops.stream().filter(top -> !below.contains(top)).toList();
  }

  /** The root of all tenants is no organisation: those right below it are the tops. */
  private List<UsageTenant> from(UUID top) {
    Tenant first = tenants.get(top);
    boolean root = first.parentPath() == null;
    List<UsageTenant> all = new ArrayList<>();
    all.add(new UsageTenant(top, first.path(), first.name(), null));
    for (Tenant tenant : tenants.below(top)) {
      boolean atTop = root && first.path().equals(tenant.parentPath());
      all.add(
          new UsageTenant(
              tenant.id(), tenant.path(), tenant.name(), atTop ? null : tenant.parentPath()));
    }
    return all;
  }
}
