/** Maintenance windows of tenants and instances. */
@NullMarked
package dev.meridian.cli.maintenance;

import org.jspecify.annotations.NullMarked;
