package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.catalog.Packages;
import dev.meridian.controlplane.placement.Explanation;
import dev.meridian.controlplane.placement.PlacementAsk;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.controlplane.placement.PodAsk;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.SpecJson;
import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.QuotaLine;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an install would do, from the code that does it. */
@Component
class Previews {
  private final Scopes scopes;
  private final JsonMapper json;
  private final Packages packages;
  private final PlacementRequests placement;
  private final LeftVolumes left;
  private final Quotas quotas;

  Previews(
      Scopes scopes,
      JsonMapper json,
      Packages packages,
      PlacementRequests placement,
      LeftVolumes left,
      Quotas quotas) {
    this.scopes = scopes;
    this.json = json;
    this.packages = packages;
    this.placement = placement;
    this.left = left;
    this.quotas = quotas;
  }

  /**
   * What an install would do, as nothing is changed.
   *
   * @param quota as it would be
   * @param restored kept volumes that it would take over
   */
  @Schema(name = "InstallPreview")
  record Preview(
      Configuration configuration,
      Needed footprint,
      Explanation placement,
      List<QuotaView> quota,
      List<KeptVolume> restored) {
    @Schema(name = "PreviewedConfiguration")
    record Configuration(JsonNode spec) {}

    @Schema(name = "Footprint")
    record Needed(long pods, double cpus, long memoryBytes, long diskBytes) {}
  }

  Preview of(UUID tenant, InstallRequest request) {
    return scopes.inTenant(
        tenant,
        () -> {
          PackageVersion source =
              packages.resolve(request.packageName(), Optional.ofNullable(request.version()));
          Configurations.Resolved resolved =
              Configurations.resolve(source, request.name(), null, request.options());
          Restoration restored =
              request.restores()
                  ? left.wouldTake(tenant, request.name(), source.name(), resolved.spec())
                  : Restoration.NONE;
          Amounts amounts = Footprints.of(resolved.spec());
          return new Preview(
              new Preview.Configuration(
                  json.readTree(SpecJson.write(resolved.spec())).path("spec")),
              new Preview.Needed(
                  amounts.pods(),
                  amounts.cpuMillis() / 1000.0,
                  amounts.memoryBytes(),
                  amounts.diskBytes()),
              placement.dryRun(
                  tenant, new PlacementAsk(request.policy(), pods(source, resolved, restored))),
              with(quotas.lines(tenant), amounts.without(restored.claimedAlready(resolved.spec())))
                  .stream()
                  .map(QuotaView::of)
                  .toList(),
              restored.volumes());
        });
  }

  private static List<PodAsk> pods(
      PackageVersion source, Configurations.Resolved resolved, Restoration restored) {
    List<PodAsk> pods = new ArrayList<>();
    for (PodSpec pod : resolved.spec().pods().values()) {
      for (int i = 0; i < pod.count(); i++) {
        pods.add(
            Footprints.ask(Ids.next(), pod, i, source.definition().needs(), restored.pin(pod, i)));
      }
    }
    return pods;
  }

  private static List<QuotaLine> with(List<QuotaLine> lines, Amounts more) {
    return lines.stream()
        .map(
            line ->
                new QuotaLine(
                    line.resource(),
                    line.limit(),
                    line.used() + line.resource().in(more),
                    line.limitedBy(),
                    line.guarantee()))
        .toList();
  }
}
