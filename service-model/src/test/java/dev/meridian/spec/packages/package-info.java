/** Rules of {@code packages}, one class per area. */
@NullMarked
package dev.meridian.spec.packages;

import org.jspecify.annotations.NullMarked;
