/**
 * Who used what: allocation intervals derived from pod transitions, added up exactly per tenant,
 * service and UTC day, and shown so that children always add up to their parents. Derivation and
 * sums are pure; the shell reads transitions as finance or in the subtree of a tenant.
 */
@NullMarked
package dev.meridian.controlplane.usage;

import org.jspecify.annotations.NullMarked;
