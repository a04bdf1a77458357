package dev.meridian.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether users of this node see in /proc which processes others run, and with which arguments.
 * Everything else that /proc tells of a process is closed by its owner; this is closed by the mount
 * option {@code hidepid} alone, which is the node's and not the agent's to set.
 */
final class ProcessLists {
  private static final String NOTE =
      "process lists: a tenant sees the command lines of others; mount /proc with hidepid=2";

  private final boolean hidden;

  /**
   * @param mounts lines of {@code /proc/self/mounts}
   */
  ProcessLists(List<String> mounts) {
    // The last mount on a folder is the one that is seen.
    this.hidden =
        mounts.stream()
            .map(line -> line.split(" "))
            .filter(fields -> fields.length > 3 && fields[1].equals("/proc"))
            .reduce((first, next) -> next)
            .filter(fields -> hides(fields[3]))
            .isPresent();
  }

  static ProcessLists ofThisNode() throws IOException {
    return new ProcessLists(Files.readAllLines(Path.of("/proc/self/mounts")));
  }

  private static boolean hides(String options) {
    return List.of(options.split(",")).stream()
        .anyMatch(
            option ->
                List.of(
                        "hidepid=1",
                        "hidepid=noaccess",
                        "hidepid=2",
                        "hidepid=invisible",
                        "hidepid=4",
                        "hidepid=ptraceable")
                    .contains(option));
  }

  /** What is open here, for the node's page; empty: nothing. */
  Optional<String> shown() {
    return hidden ? Optional.empty() : Optional.of(NOTE);
  }
}
