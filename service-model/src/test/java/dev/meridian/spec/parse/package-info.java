/** Rules of {@code parse}, one class per area. */
@NullMarked
package dev.meridian.spec.parse;

import org.jspecify.annotations.NullMarked;
