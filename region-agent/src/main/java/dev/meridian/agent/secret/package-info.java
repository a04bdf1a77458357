/** Values of secrets: on memory-backed file systems only. */
@NullMarked
package dev.meridian.agent.secret;

import org.jspecify.annotations.NullMarked;
