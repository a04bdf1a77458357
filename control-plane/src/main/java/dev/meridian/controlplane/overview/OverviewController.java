package dev.meridian.controlplane.overview;

import dev.meridian.controlplane.federation.AmountsView;
import dev.meridian.controlplane.federation.RegionView;
import dev.meridian.controlplane.federation.Regions;
import dev.meridian.controlplane.instances.InstanceSummaries;
import dev.meridian.controlplane.instances.InstanceView;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Quotas;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Overviews of the platform and of a tenant. */
@RestController
@RequestMapping("/api/v1")
class OverviewController {
  private static final int NEWEST = 10;
  private static final int MOST_REGIONS = 1000;

  private final Regions regions;
  private final InstanceSummaries instances;
  private final Quotas quotas;
  private final Permissions permissions;
  private final Attentions attentions;

  OverviewController(
      Regions regions,
      InstanceSummaries instances,
      Quotas quotas,
      Permissions permissions,
      Attentions attentions) {
    this.regions = regions;
    this.instances = instances;
    this.quotas = quotas;
    this.permissions = permissions;
    this.attentions = attentions;
  }

  /**
   * Something that needs a person.
   *
   * @param severity {@code critical}, {@code warning} or {@code info}
   * @param link where to look, as a path of the web UI
   */
  record Attention(
      @Schema(allowableValues = {"critical", "warning", "info"}) String severity,
      String sentence,
      String link) {}

  record InstanceCounts(long total, Map<String, Long> byState) {}

  record NodeCounts(long total, long ready) {}

  /** The platform at a glance. */
  record PlatformOverview(
      List<Attention> attention,
      List<RegionView> regions,
      InstanceCounts instances,
      NodeCounts nodes,
      AmountsView capacity,
      AmountsView allocated) {}

  /** A tenant at a glance, with its newest instances. */
  record TenantOverview(
      List<Attention> attention, List<InstanceView> instances, List<QuotaView> quota) {}

  @GetMapping("/overview")
  PlatformOverview platform() {
    permissions.requirePlatform("node:read");
    List<RegionView> all = regions.list(null, MOST_REGIONS);
    Map<String, Long> byState = instances.byState();
    return new PlatformOverview(
        attentions.ofPlatform(all, instances.troubled()),
        all,
        new InstanceCounts(byState.values().stream().mapToLong(Long::longValue).sum(), byState),
        new NodeCounts(
            all.stream().mapToLong(RegionView::nodes).sum(),
            all.stream().mapToLong(RegionView::nodesReady).sum()),
        sum(all.stream().map(RegionView::capacity).toList()),
        sum(all.stream().map(RegionView::allocated).toList()));
  }

  @GetMapping("/tenants/{tenant}/overview")
  TenantOverview tenant(@PathVariable String tenant) {
    UUID id = permissions.requireTenant(tenant, "instance:read");
    List<InstanceView> newest = instances.newest(id, NEWEST);
    return new TenantOverview(
        attentions.ofTenant(id, newest),
        newest,
        quotas.lines(id).stream().map(QuotaView::of).toList());
  }

  private static AmountsView sum(List<AmountsView> amounts) {
    return amounts.stream()
        .reduce(
            new AmountsView(BigDecimal.ZERO, 0, 0),
            (a, b) ->
                new AmountsView(
                    a.cpus().add(b.cpus()),
                    a.memoryBytes() + b.memoryBytes(),
                    a.diskBytes() + b.diskBytes()));
  }
}
