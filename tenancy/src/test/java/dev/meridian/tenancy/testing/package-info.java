/** What tests of every module use to have a real, migrated database and tenants in it. */
@NullMarked
package dev.meridian.tenancy.testing;

import org.jspecify.annotations.NullMarked;
