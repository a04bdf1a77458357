package dev.meridian.controlplane.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds allocations up to a tree of tenants. Pure. */
final class UsageLedger {
  private final List<UsageTenant> tenants;
  private final Map<UUID, Map<String, SortedMap<LocalDate, Consumption>>> usage = new HashMap<>();

  /**
   * @param tenants all whose usage may be added; each parent of one is in the list or not shown
   */
  UsageLedger(List<UsageTenant> tenants) {
    this.tenants = List.copyOf(tenants);
  }

  void add(Allocation allocation) {
    SortedMap<LocalDate, Consumption> days =
        usage
            .computeIfAbsent(allocation.tenant(), tenant -> new TreeMap<>())
            .computeIfAbsent(allocation.service(), service -> new TreeMap<>());
    allocation.eachDay((day, part) -> days.merge(day, part, Consumption::plus));
  }

  UsageReport report(Instant from, Instant to, Instant preliminaryAfter, Grouping grouping) {
    List<TenantBranch> tops = tree();
    Branch total = Branch.of(tops.stream().map(TenantBranch::all).toList());
    total.show();
    List<UsageReport.Row> rows = new ArrayList<>();
    tops.forEach(top -> rows(top, grouping, rows));
    return new UsageReport(
        from,
        to,
        preliminaryAfter,
        rows,
        tops.stream().map(TenantBranch::node).toList(),
        total.shown().text());
  }

  /** Tenants without a parent here, by path; those without any usage are left out. */
  List<TenantBranch> tree() {
    Map<@Nullable String, List<UsageTenant>> below = new HashMap<>();
    for (UsageTenant tenant : tenants) {
      below.computeIfAbsent(tenant.parentPath(), path -> new ArrayList<>()).add(tenant);
    }
    return tree(null, below);
  }

  private List<TenantBranch> tree(
      @Nullable String parent, Map<@Nullable String, List<UsageTenant>> below) {
    List<TenantBranch> branches = new ArrayList<>();
    List<UsageTenant> here = Objects.requireNonNullElse(below.get(parent), List.of());
    for (UsageTenant tenant : here.stream().sorted(BY_PATH).toList()) {
      TenantBranch branch =
          TenantBranch.of(
              tenant, usage.getOrDefault(tenant.id(), Map.of()), tree(tenant.path(), below));
      if (!branch.all().exact().isNothing()) {
        branches.add(branch);
      }
    }
    return branches;
  }

  private static final Comparator<UsageTenant> BY_PATH = Comparator.comparing(UsageTenant::path);

  private static void rows(TenantBranch tenant, Grouping grouping, List<UsageReport.Row> rows) {
    String path = tenant.tenant().path();
    if (grouping.service() && grouping.day()) {
      tenant
          .days()
          .forEach(
              (service, days) ->
                  days.forEach((day, leaf) -> rows.add(row(path, service, day, leaf.shown()))));
    } else if (grouping.service()) {
      tenant.services().forEach((service, sum) -> rows.add(row(path, service, null, sum.shown())));
    } else if (grouping.day()) {
      SortedMap<LocalDate, Shown> sums = new TreeMap<>();
      tenant
          .days()
          .values()
          .forEach(days -> days.forEach((day, leaf) -> sums.merge(day, leaf.shown(), Shown::plus)));
      sums.forEach((day, sum) -> rows.add(row(path, null, day, sum)));
    } else if (!tenant.own().exact().isNothing()) {
      rows.add(row(path, null, null, tenant.own().shown()));
    }
    tenant.children().forEach(child -> rows(child, grouping, rows));
  }

  private static UsageReport.Row row(
      String tenant, @Nullable String service, @Nullable LocalDate day, Shown shown) {
    UsageReport.UsageAmounts amounts = shown.text();
    return new UsageReport.Row(
        tenant,
        service,
        day,
        amounts.cpuHours(),
        amounts.memoryGibHours(),
        amounts.diskGibHours(),
        amounts.podHours());
  }
}
