package dev.meridian.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system that a test mounts, and unmounts when it ends. */
final class Mount implements AutoCloseable {
  private final Path point;
  private volatile boolean mounted;

  private Mount(Path point) {
    this.point = point;
    // A run that is cut short leaves no mount behind.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "unmount " + point));
  }

  /** Skips the test where nothing can be mounted. */
  static void requireRight() {
    try {
      Path point = Files.createTempDirectory("meridian-e2e-mount-");
      boolean may =
          Shell.ended(
                      List.of(
                          "mount", "-t", "tmpfs", "-o", "size=1m", "meridian", point.toString()))
                  .exitCode()
              == 0;
      if (may) {
        Shell.run("umount", point.toString());
      }
      Files.delete(point);
      assumeTrue(may, "this user may not mount a file system");
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** A disk of so many MiB in memory. */
  static Mount memory(Path point, int mebibytes) {
    Mount mount = new Mount(point);
    mount.mount("-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=0755", "meridian");
    return mount;
  }

  /** The same file system as another folder's. */
  static Mount same(Path point, Path folder) {
    Mount mount = new Mount(point);
    mount.mount("--bind", folder.toString());
    return mount;
  }

  private void mount(String... how) {
    try {
      Files.createDirectories(point);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(how));
    command.add(point.toString());
    Shell.run(command);
    mounted = true;
  }

  /** Takes it away, also from processes that still look at it. */
  @Override
  public void close() {
    if (mounted) {
      mounted = false;
      Shell.run("umount", "--lazy", point.toString());
    }
  }

  /** Takes it away; fails while anybody uses it. */
  void unmount() {
    mounted = false;
    Shell.run("umount", point.toString());
  }
}
