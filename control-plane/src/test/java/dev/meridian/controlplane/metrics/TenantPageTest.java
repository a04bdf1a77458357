package dev.meridian.controlplane.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.QuotaLine;
import dev.meridian.tenancy.Resource;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantPageTest {
  private static final UUID ACME = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID KAFKA = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static final UUID VOLUME = UUID.fromString("00000000-0000-7000-8000-000000000003");
  private static final String SERVICE = "{service=\"kafka\",tenant=\"acme\"}";

  private static TenantFacts facts(
      List<TenantFacts.Pod> pods, List<TenantFacts.Volume> volumes, List<QuotaLine> quota) {
    return new TenantFacts(
        "acme",
        Map.of(ACME, "acme"),
        List.of(new TenantFacts.Service(KAFKA, ACME, "kafka", "kafka", "3.9.0", "DEGRADED", 3)),
        pods,
        List.of(new TenantFacts.Task(KAFKA, "broker-0", "server", 4)),
        volumes,
        Map.of(KAFKA, Map.of("deploy", "IN_PROGRESS")),
        quota);
  }

  private static List<String> lines(TenantFacts facts) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, TenantPage.of(facts));
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void tellsWhatIsWantedBesideWhatRuns() throws IOException {
    List<TenantFacts.Pod> pods =
        List.of(
            new TenantFacts.Pod(KAFKA, "broker-0", "READY", null),
            new TenantFacts.Pod(KAFKA, "broker-1", "RUNNING", null));

    assertThat(lines(facts(pods, List.of(), List.of())))
        .contains(
            "meridian_service_desired_pods" + SERVICE + " 3.0",
            "meridian_service_running_pods" + SERVICE + " 2.0",
            "meridian_service_pods{service=\"kafka\",state=\"READY\",tenant=\"acme\"} 1.0",
            "meridian_service_pods{service=\"kafka\",state=\"LOST\",tenant=\"acme\"} 0.0",
            "meridian_service_state{service=\"kafka\",state=\"DEGRADED\",tenant=\"acme\"} 1.0",
            "meridian_service_state{service=\"kafka\",state=\"RUNNING\",tenant=\"acme\"} 0.0",
            "meridian_plan_status{plan=\"deploy\",service=\"kafka\",status=\"IN_PROGRESS\",tenant=\"acme\"} 1.0",
            "meridian_task_restarts_total{pod=\"broker-0\",service=\"kafka\",task=\"server\",tenant=\"acme\"} 4.0",
            "meridian_service_info{package=\"kafka\",service=\"kafka\",tenant=\"acme\",version=\"3.9.0\"} 1");
  }

  @Test
  void tellsAmountsInBaseUnits() throws IOException {
    List<TenantFacts.Pod> pods =
        List.of(
            new TenantFacts.Pod(
                KAFKA, "broker-0", "READY", new TenantFacts.Requested(1500, 1024, 2048)));
    List<QuotaLine> quota =
        List.of(
            new QuotaLine(Resource.CPUS, 2500L, 1500, "acme", 0),
            new QuotaLine(Resource.MEMORY, null, 1024, null, 512));

    assertThat(lines(facts(pods, List.of(), quota)))
        .contains(
            "meridian_pod_requested_cpu_cores{pod=\"broker-0\",service=\"kafka\",tenant=\"acme\"} 1.5",
            "meridian_pod_requested_memory_bytes{pod=\"broker-0\",service=\"kafka\",tenant=\"acme\"} 1024.0",
            "meridian_quota_cpu_used_cores{tenant=\"acme\"} 1.5",
            "meridian_quota_cpu_limit_cores{tenant=\"acme\"} 2.5",
            "meridian_quota_memory_used_bytes{tenant=\"acme\"} 1024.0",
            "meridian_quota_memory_guaranteed_bytes{tenant=\"acme\"} 512.0")
        .noneMatch(line -> line.startsWith("meridian_quota_memory_limit_bytes"));
  }

  @Test
  void keepsAHostileNameInsideItsLabel() throws IOException {
    String hostile = "x\"} 1\nmeridian_service_desired_pods{service=\"forged\\";
    List<TenantFacts.Volume> volumes =
        List.of(new TenantFacts.Volume(ACME, "kafka", "broker-0", hostile, VOLUME, "READY", 7));

    assertThat(lines(facts(List.of(), volumes, List.of())))
        .contains(
            "meridian_volume_size_bytes{path=\"x\\\"} 1\\nmeridian_service_desired_pods{service=\\\"forged\\\\\",pod=\"broker-0\",service=\"kafka\",tenant=\"acme\",volume=\""
                + VOLUME
                + "\"} 7.0")
        .noneMatch(line -> line.startsWith("meridian_service_desired_pods{service=\"forged"));
  }

  @Test
  void leavesOutWhatBelongsToNoServiceThatWasRead() throws IOException {
    UUID stranger = UUID.fromString("00000000-0000-7000-8000-000000000009");

    assertThat(
            lines(
                facts(
                    List.of(
                        new TenantFacts.Pod(
                            stranger, "foreign-0", "READY", new TenantFacts.Requested(1, 1, 1))),
                    List.of(),
                    List.of())))
        .noneMatch(line -> line.contains("foreign-0"));
  }
}
