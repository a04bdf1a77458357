package dev.meridian.agent.secret;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.state.PodOrders;
import dev.meridian.protocol.v1.RunPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The values that orders carry in secret, apart from the orders on disk. */
public final class SecretStore {
  private final Path values;
  private final Path files;

  /**
   * @param memory a folder on a memory-backed file system
   */
  public SecretStore(Path memory) throws IOException {
    this.values = Folders.make(memory.resolve("values"), "rwx------");
    this.files = Folders.make(memory.resolve("files"), "rwx--x--x");
  }

  /** The order with the names of its secrets and without their values. */
  public static RunPod withoutValues(RunPod order) {
    RunPod.Builder stripped = order.toBuilder().clearSecretFiles().clearSecretEnvironment();
    order
        .getSecretFilesList()
        .forEach(file -> stripped.addSecretFiles(file.toBuilder().clearContent()));
    order
        .getSecretEnvironmentMap()
        .keySet()
        .forEach(name -> stripped.putSecretEnvironment(name, ""));
    return stripped.build();
  }

  /** Keeps the values of an order. */
  public void keep(RunPod order) throws IOException {
    if (!PodOrders.namesSecrets(order)) {
      return;
    }
    RunPod secrets =
        RunPod.newBuilder()
            .setIncarnation(order.getIncarnation())
            .addAllSecretFiles(order.getSecretFilesList())
            .putAllSecretEnvironment(order.getSecretEnvironmentMap())
            .build();
    Path temporary =
        Files.createTempFile(
            values,
            ".keep",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(temporary, secrets.toByteArray());
    Files.move(temporary, values.resolve(order.getPodId()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The order with its values again; empty when a restart of the node took them. */
  public Optional<RunPod> complete(RunPod stripped) throws IOException {
    if (!PodOrders.namesSecrets(stripped)) {
      return Optional.of(stripped);
    }
    RunPod secrets;
    try {
      secrets = RunPod.parseFrom(Files.readAllBytes(values.resolve(stripped.getPodId())));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
    boolean same =
        secrets.getIncarnation() == stripped.getIncarnation()
            && withoutValues(secrets).getSecretFilesList().equals(stripped.getSecretFilesList())
            && secrets
                .getSecretEnvironmentMap()
                .keySet()
                .equals(stripped.getSecretEnvironmentMap().keySet());
    return same
        ? Optional.of(
            stripped.toBuilder()
                .clearSecretFiles()
                .addAllSecretFiles(secrets.getSecretFilesList())
                .putAllSecretEnvironment(secrets.getSecretEnvironmentMap())
                .build())
        : Optional.empty();
  }

  /** A folder in memory for files of a pod's incarnation that hold secrets. */
  public Path folder(RunPod order) throws IOException {
    return Folders.make(
        files.resolve(order.getPodId() + "-" + order.getIncarnation()), "rwx--x--x");
  }

  /** The pod's incarnation is gone. */
  public void forgetFiles(String podId, long incarnation) throws IOException {
    Folders.remove(files.resolve(podId + "-" + incarnation));
  }

  public void forgetValues(String podId) throws IOException {
    Files.deleteIfExists(values.resolve(podId));
  }
}
