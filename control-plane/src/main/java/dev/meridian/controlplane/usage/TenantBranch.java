package dev.meridian.controlplane.usage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Usage of one tenant and of those below it.
 *
 * @param all own usage and that of the children
 * @param days own usage per service and UTC day
 */
record TenantBranch(
    UsageTenant tenant,
    Branch all,
    Branch own,
    SortedMap<String, Branch> services,
    SortedMap<String, SortedMap<LocalDate, Branch>> days,
    List<TenantBranch> children) {

  static TenantBranch of(
      UsageTenant tenant,
      Map<String, SortedMap<LocalDate, Consumption>> usage,
      List<TenantBranch> children) {
    SortedMap<String, Branch> services = new TreeMap<>();
    SortedMap<String, SortedMap<LocalDate, Branch>> days = new TreeMap<>();
    usage.forEach(
        (service, ofDays) -> {
          SortedMap<LocalDate, Branch> leaves = new TreeMap<>();
          ofDays.forEach((day, exact) -> leaves.put(day, Branch.leaf(exact)));
          days.put(service, leaves);
          services.put(service, Branch.of(List.copyOf(leaves.values())));
        });
    List<TenantBranch> sorted =
        children.stream().sorted(Comparator.comparing(child -> child.tenant().path())).toList();
    Branch own = Branch.of(List.copyOf(services.values()));
    List<Branch> parts = new ArrayList<>(List.of(own));
    sorted.forEach(child -> parts.add(child.all()));
    return new TenantBranch(tenant, Branch.of(parts), own, services, days, sorted);
  }

  UsageReport.UsageNode node() {
    UsageReport.UsageAmounts amounts = all.shown().text();
    return new UsageReport.UsageNode(
        amounts.cpuHours(),
        amounts.memoryGibHours(),
        amounts.diskGibHours(),
        amounts.podHours(),
        tenant.path(),
        tenant.name(),
        own.shown().text(),
        children.stream().map(TenantBranch::node).toList(),
        services.entrySet().stream()
            .map(entry -> UsageReport.ServiceUsage.of(entry.getKey(), entry.getValue().shown()))
            .toList());
  }
}
