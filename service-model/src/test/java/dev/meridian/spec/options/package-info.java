/** Rules of {@code options}, one class per area. */
@NullMarked
package dev.meridian.spec.options;

import org.jspecify.annotations.NullMarked;
