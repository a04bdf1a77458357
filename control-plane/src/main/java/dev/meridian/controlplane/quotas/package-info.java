/**
 * What looks after quotas: counters that lie are repaired, limits that become full are told. The
 * arithmetic and the claims are in tenancy.
 */
@NullMarked
package dev.meridian.controlplane.quotas;

import org.jspecify.annotations.NullMarked;
