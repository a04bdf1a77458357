package dev.meridian.agent.secret;

import dev.meridian.agent.disk.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A folder of this agent on a memory-backed file system: it survives the agent, not the node's
 * boot, and never reaches a disk of ours.
 */
public final class MemoryFolder {
  private MemoryFolder() {}

  /**
   * @throws IOException when this node has no memory-backed file system that the agent may write
   */
  public static Path of(Path dataDirectory) throws IOException {
    String name =
        "meridian-"
            + UUID.nameUUIDFromBytes(
                dataDirectory
                    .toRealPath()
                    .toString()
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (Path root : List.of(Path.of("/dev/shm"), Path.of("/run"))) {
      if (Files.isWritable(root) && Files.getFileStore(root).type().equals("tmpfs")) {
        Path folder = root.resolve(name);
        if (Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          requireOwn(folder);
        }
        return Folders.make(folder, "rwx--x--x");
      }
    }
    throw new IOException(
        "neither /dev/shm nor /run is a tmpfs that the agent may write; mount one: what secrets"
            + " hold must not reach a disk");
  }

  /** Everybody may make folders in /dev/shm: one that somebody prepared for us is refused. */
  private static void requireOwn(Path folder) throws IOException {
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Object owner = Files.getAttribute(folder, "unix:uid", java.nio.file.LinkOption.NOFOLLOW_LINKS);
    if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)
        || !owner.equals(self)) {
      throw new IOException(folder + " belongs to somebody else: remove it and start again");
    }
  }
}
