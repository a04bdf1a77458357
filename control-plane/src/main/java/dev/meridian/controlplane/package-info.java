/**
 * The control plane: one package per feature; what is public in a package is that feature's API.
 */
@NullMarked
package dev.meridian.controlplane;

import org.jspecify.annotations.NullMarked;
