package dev.meridian.controlplane.overview;

import dev.meridian.controlplane.federation.RegionView;
import dev.meridian.controlplane.instances.InstanceView;
import dev.meridian.controlplane.overview.OverviewController.Attention;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.QuotaScope;
import dev.meridian.tenancy.QuotaStanding;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Resource;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.keys.KeyCheck;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds what needs a person, and says it in a sentence with the way to it. */
@Component
class Attentions {
  private static final int MOST_QUOTAS = 20;

  private final KeyCheck keyCheck;
  private final Quotas quotas;
  private final Tenants tenants;
  private final Permissions permissions;
  private final Callers callers;

  Attentions(
      KeyCheck keyCheck, Quotas quotas, Tenants tenants, Permissions permissions, Callers callers) {
    this.keyCheck = keyCheck;
    this.quotas = quotas;
    this.tenants = tenants;
    this.permissions = permissions;
    this.callers = callers;
  }

  List<Attention> ofPlatform(List<RegionView> regions, List<InstanceView> instances) {
    return Stream.of(
            keyCheck.problem().stream().map(this::ofKeys),
            regions.stream().filter(Attentions::isTroubled).map(Attentions::ofRegion),
            instances.stream().filter(Attentions::isTroubled).map(Attentions::ofInstance),
            quotas.nearFull(tenants.root().id(), true, MOST_QUOTAS).stream()
                .map(one -> ofQuota(one, one.tenant())))
        .flatMap(each -> each)
        .toList();
  }

  /**
   * @param instances those of it and of tenants below it that are looked at
   */
  List<Attention> ofTenant(UUID tenant, List<InstanceView> instances) {
    boolean below = permissions.mayThroughout(callers.current(), "tenant:read", tenant);
    String path = tenants.find(tenant).path();
    return Stream.concat(
            instances.stream().filter(Attentions::isTroubled).map(Attentions::ofInstance),
            quotas.nearFull(tenant, below, MOST_QUOTAS).stream()
                .map(
                    one ->
                        // A limit above is seen from here: its own page may not be the reader's.
                        ofQuota(one, one.tenant().startsWith(path + "/") ? one.tenant() : path)))
        .toList();
  }

  private Attention ofKeys(String reason) {
    return new Attention(
        "critical", "Key-encryption key %s: %s".formatted(keyCheck.name(), reason), "/platform");
  }

  private static boolean isTroubled(RegionView region) {
    return region.state() == RegionView.State.UNREACHABLE
        || region.state() == RegionView.State.DEGRADED;
  }

  private static Attention ofRegion(RegionView region) {
    return new Attention(
        region.state() == RegionView.State.UNREACHABLE ? "critical" : "warning",
        "Region %s: %s".formatted(region.displayName(), region.stateReason()),
        "/platform/regions/" + region.name());
  }

  private static boolean isTroubled(InstanceView instance) {
    return List.of("FAILED", "DEGRADED", "WAITING").contains(instance.state());
  }

  private static Attention ofInstance(InstanceView instance) {
    String path = instance.tenant().path();
    return new Attention(
        instance.state().equals("FAILED") ? "critical" : "warning",
        "%s of %s: %s".formatted(instance.name(), path, instance.status()),
        "%s/services/%s".formatted(page(path), instance.name()));
  }

  private static Attention ofQuota(QuotaStanding near, String seenFrom) {
    long limit = Objects.requireNonNull(near.limit());
    // In doubles: a hundred times as many bytes may not fit a long.
    long percent = (long) Math.floor(100.0 * near.used() / limit);
    boolean full = near.used() >= limit;
    return new Attention(
        full ? "warning" : "info",
        "%s uses %d %% of its %s quota%s%s"
            .formatted(
                near.tenant().equals(TenantRef.ROOT_PATH) ? "The platform" : near.tenant(),
                percent,
                word(near.resource()),
                place(near.scope()),
                full ? ": what needs more of it is refused" : ""),
        seenFrom.equals(TenantRef.ROOT_PATH) ? "/platform/tenants" : page(seenFrom) + "/quota");
  }

  private static String word(Resource resource) {
    return switch (resource) {
      case CPUS -> "CPU";
      case MEMORY, DISK -> resource.key();
      case PODS -> "pod";
      case GPUS -> "GPU";
      case INSTANCES -> "service";
      case VOLUMES -> "volume";
      case SECRETS -> "secret";
    };
  }

  private static String place(QuotaScope scope) {
    return switch (scope.kind()) {
      case ALL -> "";
      case REGION -> " in region " + scope.name();
      case PACKAGE -> " for package " + scope.name();
    };
  }

  private static String page(String tenantPath) {
    return "/t/" + tenantPath.replace('/', '~');
  }
}
