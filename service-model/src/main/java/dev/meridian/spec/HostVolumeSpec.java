package dev.meridian.spec;

/** A folder of the node that is visible in the pod. */
public record HostVolumeSpec(String hostPath, String containerPath, AccessMode mode) {}
