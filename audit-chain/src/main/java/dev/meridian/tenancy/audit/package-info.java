/**
 * The hash chain of a tenant's audit log: canonical form, hashes, signed anchors, and what a check
 * of an export finds. Pure: no database, no clock; the control plane and the command line use the
 * same code.
 */
@NullMarked
package dev.meridian.tenancy.audit;

import org.jspecify.annotations.NullMarked;
