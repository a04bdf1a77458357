package dev.meridian.controlplane.plans;

import java.util.Set;
import java.util.UUID;

/** What the core asks the shell to do, in the transaction that stores the outcome. */
sealed interface Effect {
  /** Ask placement for the whole footprint of the instance. */
  record AskPlacement() implements Effect {}

  /** Ask again; these ports of the pod are held by a stranger and must be others. */
  record ReReservePorts(UUID pod, Set<Integer> taken) implements Effect {}

  /** Order the pod to run as its row in the outcome says. */
  record Run(UUID pod) implements Effect {}

  /** Leave a tombstone for the pod's current incarnation. */
  record Remove(UUID pod, String reason) implements Effect {}

  /** Give back reservations and ports of all pods of the instance. */
  record ReleasePlacement() implements Effect {}

  /** Keep these volumes for the retention period; they stay in the quota. */
  record KeepVolumes(Set<UUID> volumes) implements Effect {}

  /** Let the instance's pods have these kept volumes, which it was promised. */
  record RestoreVolumes(Set<UUID> volumes) implements Effect {}

  /** Order the destruction of these volumes, by name. */
  record DestroyVolumes(Set<UUID> volumes) implements Effect {}

  /** Give back the instance's quota claim. */
  record ReleaseQuota() implements Effect {}

  /** The instance names no secrets any more. */
  record ForgetSecrets() implements Effect {}
}
