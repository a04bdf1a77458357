/**
 * Carries instances to what they should be: the reconciler of an instance is the only writer of its
 * plans, steps, pods and volumes. The core ({@link dev.meridian.controlplane.plans.Reconciliation})
 * is a pure function from what is known to what to do; the shell loads, calls it and commits the
 * outcome in one transaction.
 */
@NullMarked
package dev.meridian.controlplane.plans;

import org.jspecify.annotations.NullMarked;
