package dev.meridian.agent.runtime;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.record.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is on disk about one run: written by the agent before the launch ({@code record}, {@code
 * command}) and by the supervisor ({@code claimed}, {@code supervisor}, {@code task}, the exit
 * file). No write is forced to the disk: after a power loss the processes are gone with it.
 */
final class RunFolder {
  private final Path folder;
  private final Path exitFile;
  private final RunRecord record;

  private RunFolder(Path folder, Path exitFile, RunRecord record) {
    this.folder = folder;
    this.exitFile = exitFile;
    this.record = record;
  }

  static RunFolder create(Path runs, Path exits, RunRecord record, String command)
      throws IOException {
    Path folder = Folders.make(runs.resolve(record.getRunId()), "rwx------");
    Files.writeString(folder.resolve("command"), command);
    Files.write(folder.resolve("record"), record.toByteArray());
    return new RunFolder(folder, exits.resolve(record.getRunId()), record);
  }

  /** Empty when the agent died before the folder was complete: then nothing was launched. */
  static Optional<RunFolder> open(Path folder, Path exits) throws IOException {
    try {
      RunRecord record = RunRecord.parseFrom(Files.readAllBytes(folder.resolve("record")));
      if (record.getRunId().isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new RunFolder(folder, exits.resolve(record.getRunId()), record));
    } catch (NoSuchFileException | com.google.protobuf.InvalidProtocolBufferException incomplete) {
      return Optional.empty();
    }
  }

  RunRecord record() {
    return record;
  }

  Path path() {
    return folder;
  }

  Path exitFile() {
    return exitFile;
  }

  Path supervisorErrors() {
    return folder.resolve("supervisor.err");
  }

  /** Takes the right to launch away from the supervisor; false when it has it already. */
  boolean claim() throws IOException {
    try {
      Files.createDirectory(folder.resolve("claimed"));
      return true;
    } catch (FileAlreadyExistsException claimed) {
      return false;
    }
  }

  Optional<ProcessIdentity> supervisor() throws IOException {
    return identity("supervisor");
  }

  Optional<ProcessIdentity> task() throws IOException {
    return identity("task");
  }

  private Optional<ProcessIdentity> identity(String name) throws IOException {
    try {
      return ProcessIdentity.parse(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  boolean wasReady() {
    return Files.exists(folder.resolve("ready"));
  }

  void markReady() throws IOException {
    if (!wasReady()) {
      Files.createFile(folder.resolve("ready"));
    }
  }

  /** Sets the end of the run lease on the boot clock; never shortens it to nothing by a crash. */
  void leaseUntil(Duration sinceBoot) throws IOException {
    Path temporary = folder.resolve("lease.tmp");
    Files.writeString(temporary, sinceBoot.toMillis() / 10 + "\n", StandardCharsets.US_ASCII);
    Files.move(temporary, folder.resolve("lease"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the supervisor wrote when the run ended. */
  Optional<Exit> exit() throws IOException {
    try {
      String[] parts = Files.readString(exitFile).strip().split(" ");
      return Optional.of(
          new Exit(
              Integer.parseInt(parts[0]),
              parts[1],
              Files.getLastModifiedTime(exitFile).toInstant()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /**
   * @param status as a shell sees it: 128 and the signal for a process that was killed; -1: lost
   */
  record Exit(int status, String cause, Instant at) {}

  void remove() throws IOException {
    if (!record.getEntry().isEmpty()) {
      Files.deleteIfExists(Path.of(record.getEntry()));
    }
    Files.deleteIfExists(exitFile);
    Folders.remove(folder);
  }
}
