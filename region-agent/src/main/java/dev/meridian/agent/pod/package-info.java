/**
 * One actor for each pod: turns orders and events into launches and stops as the rules of {@code
 * state} decide, and tells what became of them.
 */
@NullMarked
package dev.meridian.agent.pod;

import org.jspecify.annotations.NullMarked;
