/** Volumes: made at most once, destroyed only by an order, never used without their marker. */
@NullMarked
package dev.meridian.agent.volume;

import org.jspecify.annotations.NullMarked;
