package dev.meridian.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the folder in which this process may make control groups for a controller. */
final class ControlGroupMounts {
  private final List<String> mountInfo;
  private final List<String> ownGroups;

  /** A folder, and the version of its hierarchy. */
  record Place(int version, Path parent) {}

  ControlGroupMounts(List<String> mountInfo, List<String> ownGroups) {
    this.mountInfo = mountInfo;
    this.ownGroups = ownGroups;
  }

  static ControlGroupMounts ofThisProcess() throws IOException {
    return new ControlGroupMounts(
        Files.readAllLines(Path.of("/proc/self/mountinfo")),
        Files.readAllLines(Path.of("/proc/self/cgroup")));
  }

  Optional<Place> find(String controller) throws IOException {
    for (String line : mountInfo) {
      String[] sides = line.split(" - ", 2);
      String[] left = sides[0].split(" ");
      String[] right = sides[1].split(" ");
      boolean first =
          right[0].equals("cgroup") && List.of(right[2].split(",")).contains(controller);
      if (first) {
        return own(controller).map(own -> new Place(1, below(left[4], left[3], own)));
      }
    }
    for (String line : mountInfo) {
      String[] sides = line.split(" - ", 2);
      String[] left = sides[0].split(" ");
      if (sides[1].startsWith("cgroup2 ")) {
        Optional<String> own = own("");
        if (own.isPresent()) {
          Path parent = below(left[4], left[3], own.get());
          if (delegate(parent, controller)) {
            return Optional.of(new Place(2, parent));
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Version 2 lets a group have processes or limited children, not both: the agent moves itself
   * into a child before it hands the controller on.
   */
  private static boolean delegate(Path parent, String controller) throws IOException {
    if (!Files.readString(parent.resolve("cgroup.controllers")).contains(controller)) {
      return false;
    }
    Path control = parent.resolve("cgroup.subtree_control");
    if (!List.of(Files.readString(control).strip().split(" ")).contains(controller)) {
      Path leaf = Files.createDirectories(parent.resolve("meridian-agent"));
      Files.writeString(
          leaf.resolve("cgroup.procs"),
          Long.toString(ProcessHandle.current().pid()),
          java.nio.file.StandardOpenOption.WRITE);
      Files.writeString(control, "+" + controller, java.nio.file.StandardOpenOption.WRITE);
    }
    return true;
  }

  private Optional<String> own(String controller) {
    return ownGroups.stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> List.of(parts[1].split(",")).contains(controller))
        .map(parts -> parts[2])
        .findFirst();
  }

  private static Path below(String mountPoint, String root, String own) {
    String relative = own.startsWith(root) ? own.substring(root.length()) : own;
    Path path = Path.of(mountPoint + "/" + relative).normalize();
    // Inside a container the path may be that of the host: then the mount itself is ours.
    return Files.isDirectory(path) ? path : Path.of(mountPoint);
  }
}
