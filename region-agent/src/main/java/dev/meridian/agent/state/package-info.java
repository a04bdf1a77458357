/**
 * What the agent has been told and what became of it: records on disk that survive any crash, and
 * the pure rules that decide from them what to do next.
 */
@NullMarked
package dev.meridian.agent.state;

import org.jspecify.annotations.NullMarked;
