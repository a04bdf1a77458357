package dev.meridian.controlplane.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reserved hours in a period. Amounts are decimal texts with six digits; everything that is a sum
 * of other things in the report is exactly their sum, also as text.
 *
 * @param preliminaryAfter what happened after this time may still change
 */
record UsageReport(
    Instant from,
    Instant to,
    Instant preliminaryAfter,
    List<Row> rows,
    List<UsageNode> tree,
    UsageAmounts total) {

  /** Decimal texts. */
  record UsageAmounts(
      String cpuHours, String memoryGibHours, String diskGibHours, String podHours) {}

  /** Usage of a tenant itself, by service and day as far as asked for. */
  @Schema(name = "UsageRow")
  record Row(
      String tenant,
      @Nullable String service,
      @Nullable LocalDate day,
      String cpuHours,
      String memoryGibHours,
      String diskGibHours,
      String podHours) {}

  /** A tenant with those below it. */
  record UsageNode(
      String cpuHours,
      String memoryGibHours,
      String diskGibHours,
      String podHours,
      String tenant,
      String name,
      UsageAmounts own,
      List<UsageNode> children,
      List<ServiceUsage> services) {}

  /** A service of a tenant. */
  record ServiceUsage(
      String service,
      String cpuHours,
      String memoryGibHours,
      String diskGibHours,
      String podHours) {
    static ServiceUsage of(String service, Shown shown) {
      UsageAmounts amounts = shown.text();
      return new ServiceUsage(
          service,
          amounts.cpuHours(),
          amounts.memoryGibHours(),
          amounts.diskGibHours(),
          amounts.podHours());
    }
  }
}
