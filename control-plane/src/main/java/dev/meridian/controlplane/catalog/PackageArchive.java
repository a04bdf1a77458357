package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads an uploaded package zip into memory, within bounds and without ever touching a file: names
 * that lead out of the folder are refused, sizes are counted as they are unpacked.
 */
final class PackageArchive {
  static final int MAX_ZIP_BYTES = 8 << 20;
  static final int MAX_UNPACKED_BYTES = 32 << 20;
  static final int MAX_ENTRIES = 2_000;

  // Letters, digits and a few signs; no empty part, no part that begins with a dot.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._ +-]*(/[A-Za-z0-9_-][A-Za-z0-9._ +-]*)*");

  private PackageArchive() {}

  /**
   * The bytes of a request, refused when there are too many.
   *
   * @throws IOException when the connection fails
   */
  static byte[] receive(InputStream body) throws IOException {
    byte[] zip = body.readNBytes(MAX_ZIP_BYTES + 1);
    if (zip.length > MAX_ZIP_BYTES) {
      throw new ProblemException(
          ProblemType.TOO_LARGE,
          "The package zip has more than %d bytes. Put large files into artifacts.yml instead."
              .formatted(MAX_ZIP_BYTES));
    }
    return zip;
  }

  /** The zip's files by path. */
  static SortedMap<String, byte[]> unpack(byte[] zip) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    long unpacked = 0;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory()) {
          continue;
        }
        String name = entry.getName();
        if (!NAME.matcher(name).matches()) {
          throw refused(name, "the name is not a plain relative path");
        }
        if (files.size() >= MAX_ENTRIES) {
          throw refused(name, "there are more than " + MAX_ENTRIES + " files");
        }
        byte[] content = read(in, name, MAX_UNPACKED_BYTES - unpacked);
        unpacked += content.length;
        if (files.put(name, content) != null) {
          throw refused(name, "it is there twice");
        }
      }
    } catch (IOException e) {
      ProblemException problem =
          new ProblemException(
              ProblemType.INVALID,
              "The package zip cannot be read: %s. Build it again with meridian package build."
                  .formatted(e.getMessage()));
      problem.initCause(e);
      throw problem;
    }
    if (files.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The request's body is no zip with files. Build the package with meridian package build.");
    }
    return files;
  }

  private static byte[] read(InputStream in, String name, long room) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 14];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      content.write(buffer, 0, count);
      if (content.size() > room) {
        throw refused(name, "all files together have more than " + MAX_UNPACKED_BYTES + " bytes");
      }
    }
    return content.toByteArray();
  }

  private static ProblemException refused(String name, String why) {
    return new ProblemException(
        ProblemType.INVALID,
        "The package zip is refused at \"%s\": %s.".formatted(name, why),
        List.of(new FieldError(name, why)));
  }
}
