package dev.meridian.agent.pod;

import dev.meridian.agent.artifact.Unpacking;
import dev.meridian.agent.node.PortProbe;
import dev.meridian.agent.runtime.SandboxWriter;
import dev.meridian.agent.volume.VolumeMissingException;
import dev.meridian.protocol.v1.Artifact;
import dev.meridian.protocol.v1.Port;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.SecretFile;
import dev.meridian.protocol.v1.Volume;
import dev.meridian.protocol.v1.VolumeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Makes everything ready that a pod's tasks find when they start. May take long; may be repeated.
 */
final class PodPreparation {
  private static final int FETCHES_AT_ONCE = 4;

  private final NodeContext node;
  private final Sandboxes sandboxes;

  PodPreparation(NodeContext node, Sandboxes sandboxes) {
    this.node = node;
    this.sandboxes = sandboxes;
  }

  /**
   * @param stripped the order as it is on disk
   * @param portsAreOwn a task of the pod runs and holds some of its ports
   * @return the order with its secrets
   */
  RunPod prepare(RunPod stripped, boolean portsAreOwn)
      throws BlockedException, InterruptedException {
    try {
      RunPod order = secrets(stripped);
      OptionalInt user = node.runtime().userOf(order.getTenantId());
      requireVolumes(order, user);
      if (!portsAreOwn) {
        requirePorts(order);
      }
      requireSpace(order);
      fetch(order.getArtifactsList());
      fill(order, user);
      return order;
    } catch (VolumeMissingException missing) {
      throw new BlockedException(String.valueOf(missing.getMessage()));
    } catch (IOException failed) {
      throw new BlockedException(node.space().explain(failed));
    }
  }

  private RunPod secrets(RunPod stripped) throws IOException, BlockedException {
    return node.secrets()
        .complete(stripped)
        .orElseThrow(
            () ->
                new BlockedException(
                    "its secrets were lost when the node was restarted;"
                        + " waits for the control plane to send them again"));
  }

  private void requireVolumes(RunPod order, OptionalInt user)
      throws IOException, VolumeMissingException {
    for (Volume volume : order.getVolumesList()) {
      try {
        node.volumes().require(order, volume, user);
        node.reports().volumeStatus(volume.getVolumeId(), VolumeState.VOLUME_READY, "");
      } catch (VolumeMissingException missing) {
        node.reports()
            .volumeStatus(
                volume.getVolumeId(),
                VolumeState.VOLUME_MISSING,
                String.valueOf(missing.getMessage()));
        throw missing;
      }
    }
  }

  private void requirePorts(RunPod order) throws BlockedException {
    List<Integer> taken =
        PortProbe.taken(
            node.address(), order.getPortsList().stream().map(Port::getNumber).toList());
    if (!taken.isEmpty()) {
      throw new BlockedException(
          "port "
              + String.join(", ", taken.stream().map(String::valueOf).toList())
              + " on "
              + node.address().getHostAddress()
              + " is held by a process that is not of this pod; it gets another port or waits"
              + " until this one is free",
          taken);
    }
  }

  private void requireSpace(RunPod order) throws IOException, BlockedException {
    long needed = 0;
    for (Artifact artifact : order.getArtifactsList()) {
      needed += node.artifacts().holds(artifact.getDigest()) ? 0 : artifact.getSizeBytes();
    }
    Optional<String> obstacle = node.space().lacking(needed);
    if (obstacle.isPresent()) {
      throw new BlockedException(obstacle.get());
    }
  }

  private void fetch(List<Artifact> artifacts) throws IOException, InterruptedException {
    Semaphore slots = new Semaphore(FETCHES_AT_ONCE);
    try (ExecutorService fetches = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> all =
          artifacts.stream()
              .map(
                  artifact ->
                      fetches.submit(
                          () -> {
                            slots.acquire();
                            try {
                              return node.artifacts().require(artifact.getDigest());
                            } finally {
                              slots.release();
                            }
                          }))
              .toList();
      for (Future<Path> one : all) {
        one.get();
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(failed.getCause());
    }
  }

  private void fill(RunPod order, OptionalInt user) throws IOException, InterruptedException {
    String contents = contents(order);
    var completed = sandboxes.completed(order);
    if (completed.isEmpty()) {
      Path sandbox = sandboxes.begin(order);
      for (Artifact artifact : order.getArtifactsList()) {
        place(artifact, sandbox);
      }
      for (Volume volume : order.getVolumesList()) {
        Files.createSymbolicLink(
            sandbox.resolve(SandboxWriter.requireInside(volume.getPath())),
            node.volumes().data(volume.getVolumeId()));
      }
      sandboxes.complete(order, contents, user);
    } else if (!completed.get().equals(contents)) {
      throw new IOException(
          "the order changes the artifacts or volumes of a pod that has run already;"
              + " that needs a new incarnation");
    }
    SandboxWriter writer = new SandboxWriter(sandboxes.of(order), user);
    relink(order.getVolumesList(), sandboxes.of(order), writer);
    for (SecretFile file : order.getSecretFilesList()) {
      Path inMemory =
          memoryFile(node.secrets().folder(order), "secret-" + file.getFile().replace('/', '_'));
      writeInMemory(inMemory, file.getContent().toByteArray(), user);
      writer.link(file.getFile(), inMemory);
    }
    if (order.getHostsFile()) {
      writer.write(HostsFile.NAME, HostsFile.content(order.getHostsList()));
    }
  }

  /** Volumes are elsewhere when the agent's folder was moved while it was stopped. */
  private void relink(List<Volume> volumes, Path sandbox, SandboxWriter writer)
      throws IOException, InterruptedException {
    for (Volume volume : volumes) {
      Path link = sandbox.resolve(SandboxWriter.requireInside(volume.getPath()));
      Path data = node.volumes().data(volume.getVolumeId());
      if (Files.isSymbolicLink(link) && !Files.readSymbolicLink(link).equals(data)) {
        writer.link(volume.getPath(), data);
      }
    }
  }

  private void place(Artifact artifact, Path sandbox) throws IOException, InterruptedException {
    Path cached = node.artifacts().require(artifact.getDigest());
    Path destination = sandbox.resolve(SandboxWriter.requireInside(artifact.getDestination()));
    Unpacking.requireNoLink(sandbox, destination);
    if (artifact.getUnpack().isEmpty()) {
      Unpacking.place(cached, destination, artifact.getExecutable());
    } else {
      Unpacking.unpack(cached, artifact.getUnpack(), destination);
    }
  }

  private static String contents(RunPod order) {
    StringBuilder contents = new StringBuilder();
    for (Artifact artifact : order.getArtifactsList()) {
      contents.append(artifact.getDigest()).append(' ').append(artifact.getDestination());
      contents.append('\n');
    }
    for (Volume volume : order.getVolumesList()) {
      contents.append(volume.getVolumeId()).append(' ').append(volume.getPath()).append('\n');
    }
    return contents.toString();
  }

  static Path memoryFile(Path folder, String name) {
    return folder.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  /** A file that holds a secret: readable by the tasks' user alone, on no disk. */
  static void writeInMemory(Path file, byte[] content, OptionalInt user) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
    if (user.isPresent()) {
      Files.setAttribute(file, "unix:gid", user.getAsInt());
      Files.setAttribute(file, "unix:uid", user.getAsInt());
    }
  }
}
