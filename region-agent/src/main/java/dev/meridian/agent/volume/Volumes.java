package dev.meridian.agent.volume;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.record.FileSystemRecord;
import dev.meridian.agent.record.VolumeRecord;
import dev.meridian.protocol.v1.DestroyVolume;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The volumes of this node, apart from every sandbox. A volume is the folder {@code <root>/<id>}
 * with its marker and its {@code data}; a disk of its own is mounted on {@code <root>/<id>}, so
 * that without the disk the marker is missing too.
 *
 * <p>Nothing here removes a volume but {@link #destroy}, and only after {@link #orderDestruction}.
 */
public final class Volumes {
  private static final String MARKER = ".meridian-volume";

  private final Path root;
  private final VolumeDisk disk;

  public Volumes(Path root, Path records) throws IOException {
    this.root = Folders.make(root, "rwx--x--x");
    this.disk = new VolumeDisk(records);
  }

  /** Where the pod's data are. */
  public Path data(String volumeId) {
    return root.resolve(requireId(volumeId)).resolve("data");
  }

  /**
   * Makes sure that a volume is there and is the one that was made for this pod, making it when the
   * order may and this agent never did.
   *
   * @return true when it was made just now
   * @throws VolumeMissingException when the pod must not start on what is there
   */
  public synchronized boolean require(RunPod order, Volume volume, OptionalInt owner)
      throws IOException, VolumeMissingException {
    String id = requireId(volume.getVolumeId());
    Optional<VolumeRecord> known = disk.find(id);
    if (known.isEmpty()) {
      if (!volume.getCreate()) {
        throw missing(
            volume,
            "this node never made it and the order does not allow to; restore the agent's data directory or give the pod a new volume");
      }
      known =
          Optional.of(
              disk.write(
                  VolumeRecord.newBuilder()
                      .setVolumeId(id)
                      .setTenantId(order.getTenantId())
                      .setPod(order.getInstance() + "/" + order.getPod())
                      .setPath(volume.getPath())
                      .setPhase(VolumeRecord.Phase.CREATING)
                      .build()));
    }
    VolumeRecord record = known.get();
    if (!record.getTenantId().equals(order.getTenantId())) {
      throw missing(volume, "it belongs to another tenant");
    }
    return switch (record.getPhase()) {
      // No pod ever ran on it, so making it now cannot hide data.
      case CREATING -> {
        create(record, owner);
        yield true;
      }
      case READY -> {
        check(record, volume);
        yield false;
      }
      case DESTROYING, DESTROYED -> throw missing(volume, "it was destroyed by order");
      case PHASE_UNSPECIFIED, UNRECOGNIZED ->
          throw missing(volume, "its record is of a newer agent; upgrade this agent");
    };
  }

  private void create(VolumeRecord record, OptionalInt owner) throws IOException {
    Path folder = Folders.make(root.resolve(record.getVolumeId()), "rwx--x--x");
    Path data = Folders.make(folder.resolve("data"), "rwx------");
    if (owner.isPresent()) {
      Files.setAttribute(data, "unix:gid", owner.getAsInt());
      Files.setAttribute(data, "unix:uid", owner.getAsInt());
    }
    dev.meridian.agent.disk.CrashSafeFile.write(
        folder.resolve(MARKER),
        (record.getVolumeId() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    dev.meridian.agent.disk.CrashSafeFile.syncFolder(root);
    FileSystemRecord fileSystem = FileSystemIdentity.of(folder);
    disk.write(
        record.toBuilder().setPhase(VolumeRecord.Phase.READY).setFileSystem(fileSystem).build());
  }

  private void check(VolumeRecord record, Volume volume)
      throws IOException, VolumeMissingException {
    Path folder = root.resolve(record.getVolumeId());
    Path marker = folder.resolve(MARKER);
    if (!Files.isRegularFile(marker)) {
      throw missing(volume, "its marker " + marker + " is missing; is its disk mounted?");
    }
    if (!Files.readString(marker).strip().equals(record.getVolumeId())) {
      throw missing(volume, "the marker " + marker + " names another volume");
    }
    if (!Files.isDirectory(folder.resolve("data"))) {
      throw missing(volume, "its folder " + folder.resolve("data") + " is missing");
    }
    FileSystemRecord now = FileSystemIdentity.of(folder);
    if (!FileSystemIdentity.same(record.getFileSystem(), now)) {
      throw missing(
          volume,
          folder
              + " is on another file system ("
              + now.getType()
              + ") than the one on which it was made ("
              + record.getFileSystem().getType()
              + "); is the right disk mounted?");
    }
  }

  private static VolumeMissingException missing(Volume volume, String why) {
    return new VolumeMissingException(
        "volume " + volume.getVolumeId() + " (" + volume.getPath() + "): " + why);
  }

  /** Remembers the order for good. */
  public synchronized void orderDestruction(DestroyVolume order) throws IOException {
    String id = requireId(order.getVolumeId());
    VolumeRecord record = disk.find(id).orElse(VolumeRecord.newBuilder().setVolumeId(id).build());
    if (record.getPhase() != VolumeRecord.Phase.DESTROYED) {
      disk.write(
          record.toBuilder()
              .setPhase(VolumeRecord.Phase.DESTROYING)
              .setDestroyReason(order.getReason())
              .build());
    }
  }

  /** Volumes whose destruction was ordered and is not done. */
  public synchronized List<VolumeRecord> toDestroy() throws IOException {
    return disk.all().stream()
        .filter(record -> record.getPhase() == VolumeRecord.Phase.DESTROYING)
        .toList();
  }

  /** Volumes that exist as far as the records tell. */
  public synchronized List<VolumeRecord> existing() throws IOException {
    return disk.all().stream()
        .filter(record -> record.getPhase() != VolumeRecord.Phase.DESTROYED)
        .toList();
  }

  /**
   * Destroys a volume whose destruction was ordered and that no process uses any more.
   *
   * @return why it cannot be done yet; empty when it is done
   */
  public synchronized Optional<String> destroy(VolumeRecord record) throws IOException {
    Path folder = root.resolve(requireId(record.getVolumeId()));
    boolean wasMade = record.hasFileSystem();
    if (wasMade && !Files.isRegularFile(folder.resolve(MARKER)) && !begun(record)) {
      return Optional.of(
          "volume "
              + record.getVolumeId()
              + " cannot be destroyed: its marker in "
              + folder
              + " is missing; mount its disk");
    }
    if (wasMade && !begun(record)) {
      disk.write(record.toBuilder().clearFileSystem().build());
    }
    Folders.remove(folder.resolve("data"));
    Files.deleteIfExists(folder.resolve(MARKER));
    removeUnlessMounted(folder);
    disk.write(record.toBuilder().clearFileSystem().setPhase(VolumeRecord.Phase.DESTROYED).build());
    return Optional.empty();
  }

  /** Once the removal began the marker may be gone already. */
  private static boolean begun(VolumeRecord record) {
    return record.getPhase() == VolumeRecord.Phase.DESTROYING && !record.hasFileSystem();
  }

  private static void removeUnlessMounted(Path folder) throws IOException {
    if (Files.exists(folder)
        && Files.getAttribute(folder, "unix:dev")
            .equals(Files.getAttribute(folder.getParent(), "unix:dev"))) {
      Folders.remove(folder);
    }
  }

  private static String requireId(String id) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw new IllegalArgumentException("not a volume id: " + id);
    }
    return id;
  }
}
