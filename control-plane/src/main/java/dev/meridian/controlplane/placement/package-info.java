/**
 * Where pods go. A pure engine ({@code PlacementEngine}) decides about the whole footprint of an
 * instance against a topology in memory, all or nothing, and explains each decision per rule and
 * node. One leased writer at a time ({@code PlacementWriter}) applies decisions in batches and is
 * the only one that writes reservations and ports; {@link
 * dev.meridian.controlplane.placement.PlacementRequests} is how the rest of the control plane asks.
 */
@NullMarked
package dev.meridian.controlplane.placement;

import org.jspecify.annotations.NullMarked;
