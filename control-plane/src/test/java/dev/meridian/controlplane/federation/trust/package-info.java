/** Tests of the trust of the agent link, without a network. */
@NullMarked
package dev.meridian.controlplane.federation.trust;

import org.jspecify.annotations.NullMarked;
