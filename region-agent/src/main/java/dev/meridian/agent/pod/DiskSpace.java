package dev.meridian.agent.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Room on the disks of a node, and how its lack is told: which node, which disk, what to do.
 *
 * @param node its name
 * @param data the agent's data directory
 */
public record DiskSpace(String node, Path data) {
  /** Below this the disk counts as full: the agent itself needs some to remember orders. */
  public static final long SPARE_BYTES = 16L << 20;

  /** With less than this a program that writes fails. */
  private static final long NOTHING_BYTES = 64L << 10;

  /** Bytes that are free under the data directory. */
  public long free() throws IOException {
    return Files.getFileStore(data).getUsableSpace();
  }

  /**
   * Why what a pod needs does not fit under the data directory.
   *
   * @param bytes that the pod needs beside what is spared
   * @return empty when it fits
   */
  Optional<String> lacking(long bytes) throws IOException {
    long needed = SPARE_BYTES + bytes;
    long free = free();
    return free < needed
        ? Optional.of(
            full(
                "%s has %d MiB free, the pod needs %d MiB to start"
                    .formatted(data, free >> 20, needed >> 20)))
        : Optional.empty();
  }

  /** Says which of these folders is on a disk without any room, if one is. */
  Optional<String> exhausted(Iterable<Path> folders) throws IOException {
    for (Path folder : folders) {
      if (Files.exists(folder) && Files.getFileStore(folder).getUsableSpace() < NOTHING_BYTES) {
        return Optional.of(full("nothing is free on the disk of " + folder));
      }
    }
    return Optional.empty();
  }

  /** The failure in words for people; a full disk with its node and what to do. */
  public String explain(IOException failed) {
    String message = failed.getMessage() == null ? failed.toString() : failed.getMessage();
    return message.contains("No space left")
        ? full("nothing more can be written to %s (%s)".formatted(data, message))
        : message;
  }

  private String full(String detail) {
    return "the disk of node " + node + " is full: " + detail + "; free some space";
  }
}
