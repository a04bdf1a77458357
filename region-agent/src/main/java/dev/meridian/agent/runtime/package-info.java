/**
 * Running tasks as processes: one supervisor each that outlives the agent, process identity, users
 * and limits. {@link dev.meridian.agent.runtime.Runtime} is what the rest of the agent sees.
 */
@NullMarked
package dev.meridian.agent.runtime;

import org.jspecify.annotations.NullMarked;
