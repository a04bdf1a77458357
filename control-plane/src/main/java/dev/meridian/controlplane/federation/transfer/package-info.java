/**
 * The second connection of an agent, for data: artifacts out, logs in. What goes here never delays
 * control messages.
 */
@NullMarked
package dev.meridian.controlplane.federation.transfer;

import org.jspecify.annotations.NullMarked;
