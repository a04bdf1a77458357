package dev.meridian.controlplane.placement;

/** A volume of the pod; its size is already part of the pod's amounts. */
public record VolumeAsk(String path, long sizeBytes) {}
