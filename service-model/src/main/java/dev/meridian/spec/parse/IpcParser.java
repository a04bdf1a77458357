package dev.meridian.spec.parse;

import dev.meridian.spec.IpcSpec;
import dev.meridian.spec.yaml.Keys;
import java.util.Map;
import java.util.Optional;

/** Reads ipc-mode and shm-size. */
final class IpcParser {
  private IpcParser() {}

  static IpcSpec ofPod(Keys keys) {
    return new IpcSpec(
        keys.choice("ipc-mode", Map.of("PRIVATE", IpcSpec.Mode.PRIVATE)), size(keys));
  }

  static IpcSpec ofTask(Keys keys) {
    IpcSpec spec = new IpcSpec(keys.choice("ipc-mode", Keys.names(IpcSpec.Mode.class)), size(keys));
    boolean parents = spec.mode().equals(Optional.of(IpcSpec.Mode.SHARE_PARENT));
    if (parents && spec.shmSizeMb().isPresent()) {
      keys.error("shm-size", "cannot be given when the parent's memory is shared");
    }
    return spec;
  }

  private static Optional<Integer> size(Keys keys) {
    return keys.integer("shm-size", 1, Integer.MAX_VALUE);
  }
}
