package dev.meridian.controlplane.usage;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reserved hours per tenant, service and day, as JSON or CSV. Needs {@code usage:read}. */
@RestController
@RequestMapping("/api/v1")
class UsageController {
  private static final String PERMISSION = "usage:read";
  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final UsageReports reports;
  private final UsageQuery query;
  private final Permissions permissions;
  private final Callers callers;
  private final Tenants tenants;

  UsageController(
      UsageReports reports,
      UsageQuery query,
      Permissions permissions,
      Callers callers,
      Tenants tenants) {
    this.reports = reports;
    this.query = query;
    this.permissions = permissions;
    this.callers = callers;
    this.tenants = tenants;
  }

  /** JSON, or CSV of the rows when that is what is accepted. */
  @ApiResponse(
      responseCode = "200",
      description = "The report, or its rows as CSV when that is what is accepted",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = UsageReport.class)),
        @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
      })
  @Problems(also = ProblemType.NOT_FOUND)
  @GetMapping(
      path = "/usage",
      produces = {MediaType.APPLICATION_JSON_VALUE, "text/csv"})
  ResponseEntity<?> usage(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String groupBy,
      @RequestParam(required = false) @Nullable String tenant,
      @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false)
          @Nullable String accept) {
    UsageReport report = report(from, to, groupBy, tenant);
    return UsageQuery.prefersCsv(accept)
        ? csv(report)
        : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  @Problems(also = ProblemType.NOT_FOUND)
  @GetMapping(path = "/usage.csv", produces = "text/csv")
  ResponseEntity<String> usageCsv(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String groupBy,
      @RequestParam(required = false) @Nullable String tenant) {
    return csv(report(from, to, groupBy, tenant));
  }

  private static ResponseEntity<String> csv(UsageReport report) {
    return ResponseEntity.ok()
        .contentType(CSV)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"usage.csv\"")
        .body(UsageCsv.of(report.rows()));
  }

  private UsageReport report(
      @Nullable String from,
      @Nullable String to,
      @Nullable String groupBy,
      @Nullable String tenant) {
    UsageReports.Period period = query.period(from, to);
    Grouping grouping = UsageQuery.grouping(groupBy);
    Caller caller = callers.current();
    boolean platform = permissions.mayOnPlatform(caller, PERMISSION);
    if (tenant != null && !tenant.isBlank()) {
      UUID top = permissions.requireSubtree(tenant, PERMISSION);
      return platform
          ? reports.asFinance(top, period, grouping)
          : reports.inSubtrees(List.of(top), period, grouping);
    }
    if (platform) {
      return reports.asFinance(tenants.root().id(), period, grouping);
    }
    List<UUID> tops = permissions.reach(caller, PERMISSION).subtrees();
    if (tops.isEmpty()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "Usage needs the permission usage:read on a tenant or on the platform, and none of your"
              + " roles has it. Ask an administrator for the role tenant-admin or finance.");
    }
    return reports.inSubtrees(tops, period, grouping);
  }
}
