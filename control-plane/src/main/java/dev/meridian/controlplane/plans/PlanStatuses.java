package dev.meridian.controlplane.plans;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How plans stand, for what shows many of them. */
@Component
public class PlanStatuses {
  private final PlanRows rows;

  PlanStatuses(PlanRows rows) {
    this.rows = rows;
  }

  /**
   * The status of each plan of each instance that is not uninstalled, by the instance and the
   * plan's name. Reads what the running scope may see.
   */
  public Map<UUID, Map<String, String>> ofLiveServices() {
    return rows.ofLiveInstances().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                one ->
                    one.getValue().stream()
                        .collect(
                            Collectors.toMap(
                                Plan::name,
                                plan -> plan.status().name(),
                                (first, next) -> first))));
  }
}
