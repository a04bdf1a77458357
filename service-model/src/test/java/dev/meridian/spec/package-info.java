/** Rules of the service model, one class per area. */
@NullMarked
package dev.meridian.spec;

import org.jspecify.annotations.NullMarked;
