/** Identity, against the real server over HTTP. */
@NullMarked
package dev.meridian.controlplane.identity;

import org.jspecify.annotations.NullMarked;
