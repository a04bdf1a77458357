/**
 * A real Kafka client that proves an installation from outside: what was acknowledged is read back
 * and compared. Has a class path of its own, so that the command line stays small.
 */
@NullMarked
package dev.meridian.e2e.proof;

import org.jspecify.annotations.NullMarked;
