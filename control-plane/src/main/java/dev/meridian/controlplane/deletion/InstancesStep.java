package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.instances.InstanceRemoval;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Asks for the uninstall of all instances; {@link WorkloadStep} waits for it. */
@Component
class InstancesStep implements StepAction {
  private final InstanceRemoval removal;

  InstancesStep(InstanceRemoval removal) {
    this.removal = removal;
  }

  @Override
  public StepKind kind() {
    return StepKind.INSTANCES;
  }

  @Override
  public void before(UUID tenant, String askedBy) {
    removal.uninstallAll(tenant, askedBy);
  }

  @Override
  public Progress take(UUID tenant) {
    return new Progress.Done(Map.of());
  }
}
