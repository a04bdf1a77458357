package dev.meridian.controlplane.metrics;

import dev.meridian.tenancy.QuotaLine;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tenant's services at one moment.
 *
 * @param tenants paths, by id, of every tenant that is named below
 * @param plans the status of each plan, by service and the plan's name
 * @param quota of the tenant that was asked for
 */
record TenantFacts(
    String tenant,
    Map<UUID, String> tenants,
    List<Service> services,
    List<Pod> pods,
    List<Task> tasks,
    List<Volume> volumes,
    Map<UUID, Map<String, String>> plans,
    List<QuotaLine> quota) {

  /**
   * An instance that is not uninstalled.
   *
   * @param desired how many pods its configuration wants
   */
  record Service(
      UUID id,
      UUID tenant,
      String name,
      String packageName,
      String version,
      String state,
      long desired) {}

  /**
   * A pod of a service.
   *
   * @param requested null while nothing is reserved for it
   */
  record Pod(UUID service, String name, String state, @Nullable Requested requested) {}

  /** What is reserved for a pod on its node. */
  record Requested(long cpuMillis, long memoryBytes, long diskBytes) {}

  /** A task of the incarnation that a pod is in, as its agent last reported it. */
  record Task(UUID service, String pod, String name, long restarts) {}

  /** A volume that is not destroyed; its service may be gone. */
  record Volume(
      UUID tenant, String service, String pod, String path, UUID id, String state, long bytes) {}
}
