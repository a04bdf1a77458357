package dev.meridian.agent.node;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.protocol.v1.JavaHome;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Finds the JDKs of this node by the {@code release} file that each of them has. */
public final class JavaHomes {
  private static final System.Logger LOG = System.getLogger(JavaHomes.class.getName());

  private JavaHomes() {}

  /** Folders that hold JDKs on the usual systems, and the one that {@code JAVA_HOME} names. */
  public static List<Path> usualRoots() {
    List<Path> roots = new ArrayList<>();
    roots.add(Path.of("/usr/lib/jvm"));
    roots.add(Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"));
    roots.add(Path.of("/opt"));
    roots.add(Path.of("/usr/java"));
    roots.add(Path.of("/Library/Java/JavaVirtualMachines"));
    Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(roots::add);
    roots.add(Path.of(System.getProperty("java.home")));
    return roots;
  }

  /** Each JDK once, newest first; what cannot be read is not one. */
  public static List<JavaHome> find(List<Path> roots) throws IOException {
    Set<Path> candidates = new LinkedHashSet<>();
    for (Path root : roots) {
      add(candidates, root);
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
        for (Path folder : folders) {
          add(candidates, folder);
          add(candidates, folder.resolve("Contents/Home"));
        }
      } catch (java.nio.file.NoSuchFileException
          | NotDirectoryException
          | java.nio.file.AccessDeniedException absent) {
        continue;
      }
    }
    List<JavaHome> homes = new ArrayList<>();
    for (Path candidate : candidates) {
      read(candidate).ifPresent(homes::add);
    }
    homes.sort(Comparator.comparingInt(JavaHome::getFeature).reversed());
    return homes;
  }

  /** The JDKs of these that every user of the node can reach and run. */
  public static List<JavaHome> openToAll(List<JavaHome> homes) throws IOException {
    List<JavaHome> open = new ArrayList<>();
    for (JavaHome home : homes) {
      Optional<Path> closed = closedTo(Path.of(home.getHome()));
      if (closed.isEmpty()) {
        open.add(home);
      } else {
        LOG.log(
            WARNING,
            "the JDK in {0} is not offered: tasks run as users of their own, who cannot pass"
                + " through {1}; open it to others, or install the JDK elsewhere",
            home.getHome(),
            closed.get());
      }
    }
    return open;
  }

  /** The first file on the way to a JDK's program that others may not use. */
  private static Optional<Path> closedTo(Path home) throws IOException {
    Path program = home.resolve("bin/java").toRealPath();
    for (Path at = program; at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Optional.of(at);
      }
    }
    Path modules = home.resolve("lib");
    boolean readable =
        !Files.isDirectory(modules)
            || Files.getPosixFilePermissions(modules).contains(PosixFilePermission.OTHERS_EXECUTE);
    return readable ? Optional.empty() : Optional.of(modules);
  }

  private static void add(Set<Path> candidates, Path folder) throws IOException {
    if (Files.isReadable(folder.resolve("release"))
        && Files.isExecutable(folder.resolve("bin/java"))) {
      candidates.add(folder.toRealPath());
    }
  }

  private static Optional<JavaHome> read(Path home) throws IOException {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    }
    String version = unquoted(release.getProperty("JAVA_VERSION", ""));
    String[] parts = version.split("[._+-]");
    try {
      int first = Integer.parseInt(parts[0]);
      // Until 8 the feature came second: 1.8.0.
      int feature = first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
      return Optional.of(
          JavaHome.newBuilder()
              .setFeature(feature)
              .setVersion(version)
              .setHome(home.toString())
              .setVendor(unquoted(release.getProperty("IMPLEMENTOR", "")))
              .build());
    } catch (NumberFormatException notAVersion) {
      return Optional.empty();
    }
  }

  private static String unquoted(String text) {
    return text.replace("\"", "").strip();
  }
}
