/**
 * Regions, nodes and their agents: what agents are told (desired pods) and what they report back
 * (observed pods). Public types are what other features use; {@code link} and {@code transfer} hold
 * the two connections of an agent, {@code trust} who may open them. Nothing in this package itself
 * depends on {@code link} or {@code transfer}: they implement its interfaces.
 */
@NullMarked
package dev.meridian.controlplane.federation;

import org.jspecify.annotations.NullMarked;
