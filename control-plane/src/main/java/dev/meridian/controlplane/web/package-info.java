/** Serves the built web UI, a client of the public API like any other. */
@NullMarked
package dev.meridian.controlplane.web;

import org.jspecify.annotations.NullMarked;
