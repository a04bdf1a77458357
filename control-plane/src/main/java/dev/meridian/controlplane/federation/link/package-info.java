/**
 * The control stream of each agent: registration, handshake, orders out, statuses in, presence.
 * Every stream has bounded queues of its own, so that a slow agent delays nobody but itself.
 */
@NullMarked
package dev.meridian.controlplane.federation.link;

import org.jspecify.annotations.NullMarked;
