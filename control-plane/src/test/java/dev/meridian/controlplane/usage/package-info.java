/** Sums that add up, as properties, and who may read them, on a real database. */
@NullMarked
package dev.meridian.controlplane.usage;

import org.jspecify.annotations.NullMarked;
