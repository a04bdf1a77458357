package dev.meridian.controlplane.placement;

import org.jspecify.annotations.Nullable;

/** What a pod held before and after; both are never null together. */
record HeldChange(@Nullable HeldPod before, @Nullable HeldPod after) {
  boolean nothing() {
    return before != null && before.equals(after);
  }
}
