/**
 * Deleting a tenant with all below it: a grace period, then steps that are kept row by row and
 * repeated until nothing is left but what must outlive it, then a signed report. Start at {@link
 * dev.meridian.controlplane.deletion.DeletionWork}.
 */
@NullMarked
package dev.meridian.controlplane.deletion;

import org.jspecify.annotations.NullMarked;
