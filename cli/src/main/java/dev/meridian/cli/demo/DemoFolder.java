package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.Environment;
import dev.meridian.cli.ExitCode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a demo keeps everything. */
record DemoFolder(Path root) {

  /** Where a demo is kept when nobody says where. */
  static DemoFolder usual(Environment environment) {
    Path home = Path.of(System.getProperty("user.home"));
    DemoFolder atHome =
        at(
            environment
                .variable("XDG_STATE_HOME")
                .map(Path::of)
                .orElse(home.resolve(".local").resolve("state"))
                .resolve("meridian")
                .resolve("demo"));
    boolean chosen = environment.variable("XDG_STATE_HOME").isPresent();
    return chosen || atHome.used() || !System.getProperty("user.name").equals("root") || open(home)
        ? atHome
        : ofRoot(atHome);
  }

  /**
   * Services of root's agents run as users of their own, who must be able to pass through to them,
   * and to start their JDK.
   */
  private static DemoFolder ofRoot(DemoFolder otherwise) {
    return open(Path.of(System.getProperty("java.home")))
        ? at(Path.of("/var/lib/meridian-demo"))
        : otherwise;
  }

  private static boolean open(Path folder) {
    try {
      for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
        if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }

  static DemoFolder at(Path root) {
    return new DemoFolder(root.toAbsolutePath().normalize());
  }

  Path controlPlane() {
    return root.resolve("control-plane");
  }

  /** Where the control plane's own PostgreSQL server keeps its data. */
  Path database() {
    return controlPlane().resolve("database").resolve("data");
  }

  Path agent(String node) {
    return root.resolve("agents").resolve(node);
  }

  Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  Path processes() {
    return root.resolve("demo-processes.json");
  }

  Path signIns() {
    return root.resolve("demo-sign-ins.json");
  }

  Path joinToken(String node) {
    return root.resolve("tokens").resolve(node);
  }

  Path bundles() {
    return root.resolve("bundles");
  }

  /** Whether anything was ever kept here. */
  boolean used() {
    return Files.exists(signIns());
  }

  void create() {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (Path each : new Path[] {controlPlane(), root.resolve("agents"), root.resolve("logs")}) {
        Files.createDirectories(each);
      }
      Files.createDirectories(root.resolve("tokens"));
      Files.setPosixFilePermissions(
          root.resolve("tokens"), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Cannot create "
              + root
              + " ("
              + refused.getMessage()
              + "). Name another folder with --data-dir.");
    }
  }

  /** Deletes a demo's folder; refuses one that no demo made. */
  void delete() {
    if (!Files.exists(root)) {
      return;
    }
    if (!used() && !Files.exists(processes())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--fresh would delete " + root + ", which no demo made. Name another folder.");
    }
    try {
      Files.walkFileTree(root, new Deleting());
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.FAILED, "Cannot delete " + root + ": " + refused.getMessage());
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
