/**
 * Maintenance windows: when pods that run may be launched anew for an update. They belong to
 * tenants and instances; the arithmetic is pure, and plans ask for the rule that binds an instance.
 */
@NullMarked
package dev.meridian.controlplane.maintenance;

import org.jspecify.annotations.NullMarked;
