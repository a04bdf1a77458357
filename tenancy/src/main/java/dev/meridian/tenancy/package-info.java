/**
 * Tenants, accounts, roles, quotas and audit, and the only place that sets the tenant context of a
 * transaction ({@link dev.meridian.tenancy.Scopes}). Other modules reach the database through it.
 */
@NullMarked
package dev.meridian.tenancy;

import org.jspecify.annotations.NullMarked;
