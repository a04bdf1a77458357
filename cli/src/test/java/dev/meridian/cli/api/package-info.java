/** The client of the public API against a small real HTTP server. */
@NullMarked
package dev.meridian.cli.api;

import org.jspecify.annotations.NullMarked;
