/** Tests of the live feed on a real database. */
@NullMarked
package dev.meridian.controlplane.events;

import org.jspecify.annotations.NullMarked;
