package dev.meridian.agent.pod;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.disk.OwnerFile;
import dev.meridian.protocol.v1.RunPod;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The folders in which tasks run: one for each incarnation of a pod. A sandbox is filled before any
 * task has run in it; once it is complete, nothing writes to it with the agent's rights.
 */
final class Sandboxes {
  private final Path root;

  Sandboxes(Path root) throws IOException {
    this.root = Folders.make(root, "rwx--x--x");
  }

  /** The working directory of the pod's tasks. */
  Path of(RunPod order) {
    return folder(order.getPodId(), order.getIncarnation()).resolve("work");
  }

  /** What {@link #complete} wrote; empty: no task has ever run in the sandbox. */
  Optional<String> completed(RunPod order) throws IOException {
    Path file = folder(order.getPodId(), order.getIncarnation()).resolve("complete");
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** A fresh, empty sandbox. */
  Path begin(RunPod order) throws IOException {
    Path folder = folder(order.getPodId(), order.getIncarnation());
    Folders.remove(folder);
    Folders.make(folder, "rwx--x--x");
    return Folders.make(folder.resolve("work"), "rwx------");
  }

  /** Hands the sandbox to the tasks' user. */
  void complete(RunPod order, String content, OptionalInt user) throws IOException {
    Path work = of(order);
    Path temporary = Folders.make(work.resolve("tmp"), "rwx------");
    if (user.isPresent()) {
      for (Path owned : java.util.List.of(temporary, work)) {
        Files.setAttribute(owned, "unix:gid", user.getAsInt());
        Files.setAttribute(owned, "unix:uid", user.getAsInt());
      }
    }
    Files.writeString(OwnerFile.ensure(work.resolveSibling("complete")), content);
  }

  /** Removes the sandboxes of a pod up to an incarnation. */
  void remove(String podId, long upTo) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, podId + "-*")) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (Long.parseLong(name.substring(name.lastIndexOf('-') + 1)) <= upTo) {
          Folders.remove(folder);
        }
      }
    }
  }

  /** Pods with a sandbox, of any incarnation, that leads to a volume. */
  Set<String> podsWith(String volumeId) throws IOException {
    Set<String> pods = new HashSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        Path complete = folder.resolve("complete");
        if (Files.exists(complete)
            && Files.readAllLines(complete).stream()
                .anyMatch(line -> line.startsWith(volumeId + " "))) {
          String name = folder.getFileName().toString();
          pods.add(name.substring(0, name.lastIndexOf('-')));
        }
      }
    }
    return pods;
  }

  private Path folder(String podId, long incarnation) {
    return root.resolve(podId + "-" + incarnation);
  }
}
