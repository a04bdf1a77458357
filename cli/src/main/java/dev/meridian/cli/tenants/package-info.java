/** Commands about who uses the platform and how much: tenants, members, usage. */
@NullMarked
package dev.meridian.cli.tenants;

import org.jspecify.annotations.NullMarked;
