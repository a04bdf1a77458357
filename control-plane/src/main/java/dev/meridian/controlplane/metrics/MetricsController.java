package dev.meridian.controlplane.metrics;

import dev.meridian.controlplane.plans.PlanStatuses;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.Tenants;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a tenant's own monitoring scrapes. Needs {@code metrics:read}, which a service account's
 * token can be limited to.
 */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/metrics")
class MetricsController {
  private static final String PERMISSION = "metrics:read";
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final MetricRows rows;
  private final PlanStatuses plans;
  private final Quotas quotas;
  private final Tenants tenants;
  private final Permissions permissions;
  private final Scopes scopes;
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

  MetricsController(
      MetricRows rows,
      PlanStatuses plans,
      Quotas quotas,
      Tenants tenants,
      Permissions permissions,
      Scopes scopes) {
    this.rows = rows;
    this.plans = plans;
    this.quotas = quotas;
    this.tenants = tenants;
    this.permissions = permissions;
    this.scopes = scopes;
  }

  /**
   * The text format of Prometheus, or OpenMetrics where that is accepted.
   *
   * @param subtree with what the tenants below it have
   */
  @ApiResponse(
      responseCode = "200",
      description = "The tenant's metrics, as OpenMetrics when that is what is accepted",
      content = {
        @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class)),
        @Content(mediaType = OPEN_METRICS, schema = @Schema(implementation = String.class))
      })
  @GetMapping(produces = {"text/plain", OPEN_METRICS})
  void metrics(
      @PathVariable String tenant,
      @RequestParam(defaultValue = "false") boolean subtree,
      @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false)
          @Nullable String accept,
      HttpServletResponse response)
      throws IOException {
    UUID id =
        subtree
            ? permissions.requireSubtree(tenant, PERMISSION)
            : permissions.requireTenant(tenant, PERMISSION);
    MetricSnapshots page = TenantPage.of(facts(id, subtree));
    ExpositionFormatWriter writer =
        accept != null && openMetrics.accepts(accept) ? openMetrics : text;
    response.setContentType(writer.getContentType());
    writer.write(response.getOutputStream(), page);
  }

  private record Read(
      List<TenantFacts.Service> services,
      List<TenantFacts.Pod> pods,
      List<TenantFacts.Task> tasks,
      List<TenantFacts.Volume> volumes,
      Map<UUID, Map<String, String>> plans) {}

  private TenantFacts facts(UUID tenant, boolean subtree) {
    Supplier<Read> work =
        () ->
            new Read(
                rows.services(), rows.pods(), rows.tasks(), rows.volumes(), plans.ofLiveServices());
    Read read = subtree ? scopes.inSubtree(tenant, work) : scopes.inTenant(tenant, work);
    Collection<UUID> named =
        Stream.concat(
                read.services().stream().map(TenantFacts.Service::tenant),
                read.volumes().stream().map(TenantFacts.Volume::tenant))
            .collect(Collectors.toSet());
    return new TenantFacts(
        tenants.find(tenant).path(),
        named.stream()
            .collect(Collectors.toMap(Function.identity(), id -> tenants.find(id).path())),
        read.services(),
        read.pods(),
        read.tasks(),
        read.volumes(),
        read.plans(),
        quotas.lines(tenant));
  }
}
