package dev.meridian.cli.packages;

import java.nio.file.Path;
import java.util.List;

/**
 * A built package, ready to be published.
 *
 * @param name the package's name
 * @param version the package's version
 * @param packageZip the package folder with its {@code artifacts.lock.json}; equal folders give
 *     equal bytes
 * @param blobs the files that the package's pods need, each digest once, in order of digest
 */
public record Bundle(String name, String version, Path packageZip, List<Blob> blobs) {

  public Bundle {
    blobs = List.copyOf(blobs);
  }

  /**
   * One artifact.
   *
   * @param digest lower-case hexadecimal SHA-256
   * @param size in bytes
   */
  public record Blob(String digest, long size, Path path) {}
}
