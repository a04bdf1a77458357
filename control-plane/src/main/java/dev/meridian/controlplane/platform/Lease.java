package dev.meridian.controlplane.platform;

/**
 * A lease that this process holds.
 *
 * @param fence grows with each take-over; a writer's transaction first selects the lease's row with
 *     its fence {@code for share} and gives up when it finds none
 */
public record Lease(String name, String holder, long fence) {}
