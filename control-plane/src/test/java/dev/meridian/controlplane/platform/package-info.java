/** Tests of the ground that features stand on, on a real database. */
@NullMarked
package dev.meridian.controlplane.platform;

import org.jspecify.annotations.NullMarked;
