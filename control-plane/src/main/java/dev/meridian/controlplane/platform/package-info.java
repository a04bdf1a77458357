/**
 * What every feature stands on and that knows none of them: problem details, paging, the durable
 * work queue, leases with fences, wake-ups and the clock.
 */
@NullMarked
package dev.meridian.controlplane.platform;

import org.jspecify.annotations.NullMarked;
