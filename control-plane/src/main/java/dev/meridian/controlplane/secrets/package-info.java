/**
 * Tenants' secrets and the keys that seal them, over HTTP. What they are and how they are kept is
 * in tenancy.
 */
@NullMarked
package dev.meridian.controlplane.secrets;

import org.jspecify.annotations.NullMarked;
