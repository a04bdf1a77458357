/** The command line against a small real HTTP server, and on its own. */
@NullMarked
package dev.meridian.cli;

import org.jspecify.annotations.NullMarked;
