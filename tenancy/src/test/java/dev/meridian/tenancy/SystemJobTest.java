package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemJobTest {
  /** A new job sees every tenant: adding one here is a decision, not a detail. */
  @Test
  void listsTheJobsThatMaySeeEveryTenant() {
    assertThat(SystemJob.values())
        .extracting(Enum::name)
        .containsExactly(
            "WORK_QUEUE",
            "PLACEMENT",
            "FEDERATION",
            "CATALOG",
            "IDENTITY",
            "TENANT_ADMINISTRATION",
            "REGION_ADMINISTRATION",
            "USAGE",
            "FEED",
            "MAINTENANCE",
            "AUDIT",
            "QUOTA");
  }
}
