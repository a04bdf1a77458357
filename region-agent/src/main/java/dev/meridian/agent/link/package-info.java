/**
 * The link to the control plane: joining, proving who this agent is, taking orders and reporting.
 */
@NullMarked
package dev.meridian.agent.link;

import org.jspecify.annotations.NullMarked;
