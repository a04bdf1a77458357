/** The parts of the demo that can be tried without a platform. */
@NullMarked
package dev.meridian.cli.demo;

import org.jspecify.annotations.NullMarked;
