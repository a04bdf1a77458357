package dev.meridian.controlplane.placement;

/** The number that a task's port got on its pod's node. */
public record PlacedPort(String task, String name, int number) {}
