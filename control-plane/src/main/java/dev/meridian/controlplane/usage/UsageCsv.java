package dev.meridian.controlplane.usage;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows as RFC 4180 text. Texts that a spreadsheet would run as a formula are quoted for it. */
final class UsageCsv {
  private static final String HEADER =
      "tenant,service,day,cpu_hours,memory_gib_hours,disk_gib_hours,pod_hours";
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private UsageCsv() {}

  static String of(List<UsageReport.Row> rows) {
    StringBuilder text = new StringBuilder(HEADER).append("\r\n");
    for (UsageReport.Row row : rows) {
      text.append(
              Stream.of(
                      field(row.tenant()),
                      field(row.service()),
                      row.day() == null ? "" : row.day().toString(),
                      row.cpuHours(),
                      row.memoryGibHours(),
                      row.diskGibHours(),
                      row.podHours())
                  .collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return text.toString();
  }

  static String field(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    String safe = FORMULA_STARTS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
