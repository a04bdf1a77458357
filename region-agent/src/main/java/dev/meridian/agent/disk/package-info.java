/** Writing to disk so that a crash leaves either the old content or the new. */
@NullMarked
package dev.meridian.agent.disk;

import org.jspecify.annotations.NullMarked;
