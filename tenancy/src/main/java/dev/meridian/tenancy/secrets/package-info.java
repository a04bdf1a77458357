/**
 * Tenants' secrets: versions of values that only pods of the tenant and people who may reveal them
 * get to see. Values are sealed with a data key of the tenant ({@link
 * dev.meridian.tenancy.secrets.DataKeys}), which the installation's key-encryption key wraps.
 */
@NullMarked
package dev.meridian.tenancy.secrets;

import org.jspecify.annotations.NullMarked;
