/**
 * Benchmarks that one command runs: what is measured, beside its goal and the figure of a peer. A
 * missed goal is printed as missed.
 */
@NullMarked
package dev.meridian.bench;

import org.jspecify.annotations.NullMarked;
