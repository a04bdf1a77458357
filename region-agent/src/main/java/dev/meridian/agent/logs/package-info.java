/** Output of tasks: rotation by size, reading and following. */
@NullMarked
package dev.meridian.agent.logs;

import org.jspecify.annotations.NullMarked;
