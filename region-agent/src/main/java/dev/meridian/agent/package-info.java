/** The region agent: one small process on each node that runs what the control plane orders. */
@NullMarked
package dev.meridian.agent;

import org.jspecify.annotations.NullMarked;
