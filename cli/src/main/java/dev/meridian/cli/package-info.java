/**
 * The {@code meridian} command line: its entry point, what all commands share (options, exit codes,
 * the way errors are shown) and nothing that knows one feature.
 *
 * <p>It is a client of the public API only; {@code spec} and {@code package lint} work without a
 * control plane.
 */
@NullMarked
package dev.meridian.cli;

import org.jspecify.annotations.NullMarked;
