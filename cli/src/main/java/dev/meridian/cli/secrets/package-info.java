/** Tenants' secrets and the keys that seal them. */
@NullMarked
package dev.meridian.cli.secrets;

import org.jspecify.annotations.NullMarked;
