package dev.meridian.controlplane.metrics;

import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.tenancy.QuotaLine;
import dev.meridian.tenancy.Resource;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The metrics of a tenant. Pure. The label of a service is {@code service}, for {@code instance} is
 * what Prometheus calls the target that it scraped.
 */
final class TenantPage {
  private static final List<String> SERVICE_STATES =
      List.of("WAITING", "DEPLOYING", "RUNNING", "DEGRADED", "UPDATING", "UNINSTALLING", "FAILED");

  /** States of pods that are told also when no pod is in them, so that an alert can be written. */
  private static final List<String> POD_STATES =
      List.of(
          "PLANNED",
          "PLACED",
          "WAITING",
          "STAGING",
          "RUNNING",
          "READY",
          "FAILED",
          "LOST",
          "STOPPING");

  private final TenantFacts facts;
  private final Families families = new Families();
  private final Map<UUID, Labels> services = new HashMap<>();

  private final Map<UUID, Map<String, Long>> podsByState;

  private TenantPage(TenantFacts facts) {
    this.facts = facts;
    this.podsByState =
        facts.pods().stream()
            .collect(
                Collectors.groupingBy(
                    TenantFacts.Pod::service,
                    Collectors.groupingBy(TenantFacts.Pod::state, Collectors.counting())));
  }

  static MetricSnapshots of(TenantFacts facts) {
    TenantPage page = new TenantPage(facts);
    facts.services().forEach(page::service);
    facts.pods().forEach(page::pod);
    facts.tasks().forEach(page::task);
    page.volumes();
    facts.quota().forEach(page::quota);
    return page.families.snapshots();
  }

  private void service(TenantFacts.Service service) {
    Labels labels = labels(service.tenant(), service.name());
    services.put(service.id(), labels);
    families.info(
        "meridian_service",
        "Package and version that a service is of.",
        labels.add("package", service.packageName()).add("version", service.version()));
    for (String state : SERVICE_STATES) {
      families.gauge(
          "meridian_service_state",
          "1 for the state that a service is in, 0 for the others.",
          labels.add("state", state),
          state.equals(service.state()) ? 1 : 0);
    }
    families.gauge(
        "meridian_service_desired_pods",
        "Pods that a service's configuration wants.",
        labels,
        service.desired());
    Map<String, Long> states = new LinkedHashMap<>();
    POD_STATES.forEach(state -> states.put(state, 0L));
    podsByState
        .getOrDefault(service.id(), Map.of())
        .forEach((state, pods) -> states.merge(state, pods, Long::sum));
    states.forEach(
        (state, pods) ->
            families.gauge(
                "meridian_service_pods",
                "Pods of a service in a state.",
                labels.add("state", state),
                pods));
    long ready = states.getOrDefault("READY", 0L);
    families.gauge(
        "meridian_service_running_pods",
        "Pods of a service that run, ready or not.",
        labels,
        states.getOrDefault("RUNNING", 0L) + ready);
    facts
        .plans()
        .getOrDefault(service.id(), Map.of())
        .forEach(
            (plan, status) ->
                families.gauge(
                    "meridian_plan_status",
                    "1 for the status that a plan of a service has.",
                    labels.add("plan", plan).add("status", status),
                    1));
  }

  private void pod(TenantFacts.Pod pod) {
    Labels service = services.get(pod.service());
    TenantFacts.Requested requested = pod.requested();
    if (service == null || requested == null) {
      return;
    }
    Labels labels = service.add("pod", pod.name());
    families.gauge(
        "meridian_pod_requested_cpu_cores",
        "Processor cores that are reserved for a pod.",
        labels,
        requested.cpuMillis() / 1000.0);
    families.gauge(
        "meridian_pod_requested_memory_bytes",
        "Memory that is reserved for a pod.",
        labels,
        requested.memoryBytes());
    families.gauge(
        "meridian_pod_requested_disk_bytes",
        "Disk space that is reserved for a pod.",
        labels,
        requested.diskBytes());
  }

  private void task(TenantFacts.Task task) {
    Labels service = services.get(task.service());
    if (service != null) {
      families.counter(
          "meridian_task_restarts",
          "How often a task was started again after a failure; 0 again when its pod is replaced.",
          service.add("pod", task.pod()).add("task", task.name()),
          task.restarts());
    }
  }

  private void volumes() {
    Map<Labels, Long> byState =
        facts.volumes().stream()
            .collect(
                Collectors.groupingBy(
                    one -> labels(one.tenant(), one.service()).add("state", one.state()),
                    Collectors.counting()));
    byState.forEach(
        (labels, volumes) ->
            families.gauge(
                "meridian_service_volumes",
                "Volumes of a service in a state; kept ones outlive their service.",
                labels,
                volumes));
    for (TenantFacts.Volume volume : facts.volumes()) {
      families.gauge(
          "meridian_volume_size_bytes",
          "Size of a volume as it was asked for.",
          labels(volume.tenant(), volume.service())
              .add("pod", volume.pod())
              .add("path", volume.path())
              .add("volume", volume.id().toString()),
          volume.bytes());
    }
  }

  private void quota(QuotaLine line) {
    Labels labels = Labels.of("tenant", facts.tenant());
    Resource resource = line.resource();
    quota(resource, "used", "used by the tenant and all below it", labels, line.used());
    quota(resource, "guaranteed", "guaranteed to the tenant", labels, line.guarantee());
    Long limit = line.limit();
    if (limit != null) {
      quota(resource, "limit", "that the tenant can reach", labels, limit);
    }
  }

  private void quota(Resource resource, String what, String help, Labels labels, long amount) {
    String thing =
        switch (resource) {
          case CPUS -> "cpu_%s_cores";
          case MEMORY -> "memory_%s_bytes";
          case DISK -> "disk_%s_bytes";
          case PODS, GPUS, INSTANCES, VOLUMES, SECRETS -> resource.key() + "_%s";
        };
    families.gauge(
        "meridian_quota_" + thing.formatted(what),
        "Quota of %s %s.".formatted(resource.key(), help),
        labels,
        QuotaView.amount(resource, amount).doubleValue());
  }

  private Labels labels(UUID tenant, String service) {
    String path = facts.tenants().get(tenant);
    if (path == null) {
      throw new IllegalStateException("tenant " + tenant + " is none of those that were read");
    }
    return Labels.of("tenant", path, "service", service);
  }
}
