package dev.meridian.agent.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * @param actions in the order in which they are to be done
 * @param wakeAt when to decide again though nothing happened
 * @param leaseMissing a launch waits for the run lease, that is for the control plane
 */
public record Decision(List<PodAction> actions, Optional<Instant> wakeAt, boolean leaseMissing) {}
