package dev.meridian.controlplane.deletion;

/** How far a step is; WAITING has begun and says what it waits for. */
enum StepState {
  PENDING,
  WAITING,
  DONE
}
