package dev.meridian.spec;

import java.util.Optional;

/** How shared memory is separated. */
public record IpcSpec(Optional<Mode> mode, Optional<Integer> shmSizeMb) {
  public static final IpcSpec DEFAULT = new IpcSpec(Optional.empty(), Optional.empty());

  /** Whose memory it is. */
  public enum Mode {
    PRIVATE,
    /** Of the pod; tasks only, and without a size of their own. */
    SHARE_PARENT
  }
}
