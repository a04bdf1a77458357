/**
 * End-to-end tests: they start what a user starts ({@code ./meridian up}, {@code ./meridian agent})
 * as real processes, and talk to what a user talks to (the command line and the public API).
 */
@NullMarked
package dev.meridian.e2e;

import org.jspecify.annotations.NullMarked;
