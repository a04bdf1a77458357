package dev.meridian.agent.runtime;

import dev.meridian.protocol.v1.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits by control groups, version 1 or 2, where the agent may make a group. Memory and the number
 * of processes are limits; CPU is a weight: what nobody else wants may be used.
 *
 * <p>Which controllers work is found out by making a group and setting a limit.
 */
final class ControlGroups {
  private static final long MAX_PROCESSES = 8192;

  /** Where a controller's groups are made. */
  private record Controller(String name, int version, Path parent) {}

  private final Map<String, Controller> controllers = new LinkedHashMap<>();
  private final List<String> notEnforced = new ArrayList<>();

  private ControlGroups() {}

  /** Finds out what works here; never fails, what does not work is in {@link #notEnforced}. */
  static ControlGroups detect(ControlGroupMounts mounts) {
    ControlGroups groups = new ControlGroups();
    Map<String, String> what =
        Map.of("cpu", "cpu shares", "memory", "memory limits", "pids", "process limits");
    for (String name : List.of("cpu", "memory", "pids")) {
      String problem;
      try {
        Optional<ControlGroupMounts.Place> place = mounts.find(name);
        if (place.isPresent()) {
          groups.probe(new Controller(name, place.get().version(), place.get().parent()));
          continue;
        }
        problem = "no cgroup controller \"" + name + "\" for this process";
      } catch (IOException denied) {
        problem = "cgroup not writable (" + denied.getMessage() + ")";
      }
      groups.notEnforced.add(what.get(name) + ": " + problem);
    }
    if (groups.controllers.containsKey("cpu")) {
      groups.notEnforced.add(
          "cpu caps: cpus are a share of the node; a task may use what nobody else wants");
    }
    return groups;
  }

  private void probe(Controller controller) throws IOException {
    Path group = controller.parent().resolve("meridian-probe-" + ProcessHandle.current().pid());
    Files.createDirectories(group);
    try {
      limit(
          controller,
          group,
          Resources.newBuilder().setCpuMillis(100).setMemoryBytes(1 << 26).build());
    } finally {
      Files.deleteIfExists(group);
    }
    controllers.put(controller.name(), controller);
  }

  List<String> notEnforced() {
    return List.copyOf(notEnforced);
  }

  /** Makes the groups of a run; its first process enters them before it becomes the task. */
  List<Path> create(String runId, Resources resources) throws IOException {
    List<Path> made = new ArrayList<>();
    for (Controller controller : controllers.values()) {
      Path group = controller.parent().resolve("meridian-" + runId);
      if (!made.contains(group)) {
        Files.createDirectories(group);
        made.add(group);
      }
      limit(controller, group, resources);
    }
    return made;
  }

  /** True when the kernel ended a process of the run because of the memory limit. */
  static boolean ranOutOfMemory(List<String> groups) throws IOException {
    for (String group : groups) {
      for (String file : List.of("memory.oom_control", "memory.events")) {
        Path events = Path.of(group, file);
        if (Files.exists(events)
            && Files.readAllLines(events).stream()
                .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Removes the groups of a run that has ended. */
  static void remove(List<String> groups) throws IOException {
    for (String group : groups) {
      Files.deleteIfExists(Path.of(group));
    }
  }

  private static void limit(Controller controller, Path group, Resources resources)
      throws IOException {
    boolean first = controller.version() == 1;
    switch (controller.name()) {
      case "cpu" -> {
        if (resources.getCpuMillis() > 0) {
          long shares = Math.clamp(resources.getCpuMillis() * 1024 / 1000, 2, 262_144);
          // The same proportion on the scale of version 2, as the kernel's documents give it.
          long weight = 1 + (shares - 2) * 9999 / 262_142;
          set(group, first ? "cpu.shares" : "cpu.weight", first ? shares : weight);
        }
      }
      case "memory" -> {
        if (resources.getMemoryBytes() > 0) {
          set(group, first ? "memory.limit_in_bytes" : "memory.max", resources.getMemoryBytes());
        }
      }
      case "pids" -> set(group, "pids.max", MAX_PROCESSES);
      default -> throw new IllegalStateException(controller.name());
    }
  }

  private static void set(Path group, String file, long value) throws IOException {
    // Without CREATE: cgroupfs refuses to make files, and the error would hide the missing control.
    Files.writeString(
        group.resolve(file), Long.toString(value), java.nio.file.StandardOpenOption.WRITE);
  }
}
