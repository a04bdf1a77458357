/** Rules of placement as examples, as properties against brute force, and on a real database. */
@NullMarked
package dev.meridian.controlplane.placement;

import org.jspecify.annotations.NullMarked;
