/** Tests of the pure parts of the control stream. */
@NullMarked
package dev.meridian.controlplane.federation.link;

import org.jspecify.annotations.NullMarked;
