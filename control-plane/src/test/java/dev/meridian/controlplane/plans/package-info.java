/** Tests of the reconciler's pure core and of its shell. */
@NullMarked
package dev.meridian.controlplane.plans;

import org.jspecify.annotations.NullMarked;
