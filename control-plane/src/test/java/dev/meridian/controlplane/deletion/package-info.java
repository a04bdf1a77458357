/** Tests of deleting tenants. */
@NullMarked
package dev.meridian.controlplane.deletion;

import org.jspecify.annotations.NullMarked;
