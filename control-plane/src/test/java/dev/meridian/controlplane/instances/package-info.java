/** Tests of installing, over HTTP. */
@NullMarked
package dev.meridian.controlplane.instances;

import org.jspecify.annotations.NullMarked;
