package dev.meridian.spec;

import java.util.List;

/**
 * A persistent volume on the node's disk.
 *
 * @param path where the sandbox links it: one path element
 * @param profiles of MOUNT disks, any of which will do; empty for any disk
 */
public record VolumeSpec(String path, Type type, long sizeMb, List<String> profiles) {

  public VolumeSpec {
    profiles = List.copyOf(profiles);
  }

  /** Where the space comes from. */
  public enum Type {
    /** A share of a disk, of exactly the size. */
    ROOT,
    /** A whole disk of at least the size. */
    MOUNT
  }
}
