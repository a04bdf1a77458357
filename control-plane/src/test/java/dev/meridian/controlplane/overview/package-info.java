/** What overviews say. */
@NullMarked
package dev.meridian.controlplane.overview;

import org.jspecify.annotations.NullMarked;
