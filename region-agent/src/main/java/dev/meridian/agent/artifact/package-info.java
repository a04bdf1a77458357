/** Artifacts by digest: fetching, verifying, keeping within a size, unpacking. */
@NullMarked
package dev.meridian.agent.artifact;

import org.jspecify.annotations.NullMarked;
