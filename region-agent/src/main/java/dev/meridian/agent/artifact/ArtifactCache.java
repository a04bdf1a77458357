package dev.meridian.agent.artifact;

import dev.meridian.agent.disk.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Artifacts on this node by digest, each fetched once, verified before it is used, and read-only.
 * Above its size the least recently used go, never one that a pod of this node names. Safe for use
 * by several threads.
 */
public final class ArtifactCache {
  private final Path folder;
  private final long limitBytes;
  private final ArtifactSource source;
  private final Supplier<Set<String>> inUse;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /**
   * @param limitBytes may be exceeded by what pods of this node name
   * @param inUse digests that pods of this node name
   */
  public ArtifactCache(
      Path folder, long limitBytes, ArtifactSource source, Supplier<Set<String>> inUse)
      throws IOException {
    this.folder = Folders.make(folder, "rwx--x--x");
    this.limitBytes = limitBytes;
    this.source = source;
    this.inUse = inUse;
  }

  /** Whether it need not be fetched. */
  public boolean holds(String digest) {
    return Files.exists(file(digest));
  }

  /**
   * The artifact as a read-only file.
   *
   * @throws IOException when it cannot be fetched or its bytes do not have this digest
   */
  public Path require(String digest) throws IOException {
    ReentrantLock lock = locks.computeIfAbsent(digest, _ -> new ReentrantLock());
    lock.lock();
    try {
      Path file = file(digest);
      if (Files.exists(file)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      } else {
        fetch(digest, file);
        evict();
      }
      return file;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(String digest, Path file) throws IOException {
    Path part = folder.resolve(digest + ".part");
    MessageDigest sha256 = sha256();
    long offset = 0;
    if (Files.exists(part)) {
      offset = Files.size(part);
      try (InputStream before = Files.newInputStream(part);
          OutputStream counted = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
        before.transferTo(counted);
      }
    }
    try (OutputStream target =
        new DigestOutputStream(
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            sha256)) {
      source.fetch(digest, offset, target);
    }
    String actual = HexFormat.of().formatHex(sha256.digest());
    if (!actual.equals(digest)) {
      Files.delete(part);
      throw new IOException(
          "artifact "
              + digest
              + " is corrupt: its bytes have the digest "
              + actual
              + "; it is fetched again, publish the package again if this stays");
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r--r--r--"));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private record Kept(Path file, long size, Instant used) {}

  private synchronized void evict() throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> !path.toString().endsWith(".part")).toList()) {
        kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
      }
    }
    long total = kept.stream().mapToLong(Kept::size).sum();
    if (total <= limitBytes) {
      return;
    }
    Set<String> named = inUse.get();
    for (Kept oldest : kept.stream().sorted(Comparator.comparing(Kept::used)).toList()) {
      if (total > limitBytes && !named.contains(oldest.file().getFileName().toString())) {
        Files.deleteIfExists(oldest.file());
        total -= oldest.size();
      }
    }
  }

  private Path file(String digest) {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + digest);
    }
    return folder.resolve(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
