package dev.meridian.agent.volume;

import dev.meridian.agent.disk.CrashSafeFile;
import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.record.VolumeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of volumes; a record stays for ever, so that no volume is made twice. */
final class VolumeDisk {
  private final Path folder;

  VolumeDisk(Path folder) throws IOException {
    this.folder = Folders.make(folder, "rwx------");
  }

  Optional<VolumeRecord> find(String volumeId) throws IOException {
    Optional<byte[]> content = CrashSafeFile.read(folder.resolve(volumeId));
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(VolumeRecord.parseFrom(content.get()));
  }

  VolumeRecord write(VolumeRecord record) throws IOException {
    CrashSafeFile.write(folder.resolve(record.getVolumeId()), record.toByteArray());
    return record;
  }

  List<VolumeRecord> all() throws IOException {
    List<VolumeRecord> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          records.add(VolumeRecord.parseFrom(Files.readAllBytes(file)));
        }
      }
    }
    return records;
  }
}
