package dev.meridian.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.controlplane.platform.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageCsvTest {
  @Test
  void writesOneLineForEachRow() {
    String csv =
        UsageCsv.of(
            List.of(
                new UsageReport.Row(
                    "acme", "kafka", LocalDate.parse("2026-11-01"), "1.5", "2.0", "3.0", "1.0"),
                new UsageReport.Row("acme", null, null, "1.5", "2.0", "3.0", "1.0")));
    assertThat(csv.split("\r\n"))
        .containsExactly(
            "tenant,service,day,cpu_hours,memory_gib_hours,disk_gib_hours,pod_hours",
            "acme,kafka,2026-11-01,1.5,2.0,3.0,1.0",
            "acme,,,1.5,2.0,3.0,1.0");
  }

  @Test
  void letsNoSpreadsheetRunAName() {
    assertThat(UsageCsv.field("=cmd|' /C calc'!A0")).isEqualTo("'=cmd|' /C calc'!A0");
    assertThat(UsageCsv.field("-1+2")).isEqualTo("'-1+2");
    assertThat(UsageCsv.field("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
  }

  @Test
  void answersCsvOnlyWhenItIsWantedMoreThanJson() {
    assertThat(UsageQuery.prefersCsv("text/csv")).isTrue();
    assertThat(UsageQuery.prefersCsv("application/json, text/csv;q=0.5")).isFalse();
    assertThat(UsageQuery.prefersCsv("*/*")).isFalse();
    assertThat(UsageQuery.prefersCsv(null)).isFalse();
  }

  @Test
  void takesTheRunningMonthWithoutAPeriodAndRefusesABackwardOne() {
    UsageQuery query = new UsageQuery(InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")));
    assertThat(query.period(null, null))
        .isEqualTo(
            new UsageReports.Period(
                Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-21T10:00:00Z")));
    assertThat(query.period("2026-10-01", "2026-11-01").to())
        .isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThatThrownBy(() -> query.period("2026-11-02", "2026-11-01"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not before that");
    assertThatThrownBy(() -> query.period("yesterday", null)).hasMessageContaining("yesterday");
    assertThatThrownBy(() -> UsageQuery.grouping("tenant,colour")).hasMessageContaining("colour");
  }
}
