package dev.meridian.spec;

/** How a pod sees a volume that is not its own. */
public enum AccessMode {
  RW,
  RO
}
