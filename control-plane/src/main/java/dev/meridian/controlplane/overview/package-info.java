/** What a person sees first: what needs attention, then the whole in numbers. */
@NullMarked
package dev.meridian.controlplane.overview;

import org.jspecify.annotations.NullMarked;
