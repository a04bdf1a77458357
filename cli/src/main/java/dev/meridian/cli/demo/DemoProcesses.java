package dev.meridian.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The processes of a demo as the process table tells them, whatever was written down. */
final class DemoProcesses {
  private static final Path PROC = Path.of("/proc");
  private static final Set<String> PROGRAMS_OF_DATABASE = Set.of("postgres", "pg_ctl", "initdb");

  private final DemoFolder folder;
  private final Set<String> ofDatabase;

  DemoProcesses(DemoFolder folder) {
    this.folder = folder;
    Path data = folder.database();
    this.ofDatabase =
        Set.of(
            data.toString(),
            "--pgdata=" + data,
            "--pgdata=" + data.resolveSibling(data.getFileName() + ".new"));
  }

  /** Everything that runs now; empty where there is no process table to look at. */
  List<StartedProcess> running() {
    if (!Files.isDirectory(PROC)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::parseLong)
          .flatMap(pid -> process(pid).stream())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read the process table", unreadable);
    }
  }

  /** What is left of the database: its server, and programs that start or stop it. */
  List<StartedProcess> database() {
    return running().stream()
        .filter(process -> process.kind() == StartedProcess.Kind.DATABASE)
        .toList();
  }

  private Optional<StartedProcess> process(long pid) {
    List<String> arguments = arguments(pid);
    if (!seesOurFiles(pid)) {
      return Optional.empty();
    }
    if (isProgramOfDatabase(arguments) && arguments.stream().anyMatch(ofDatabase::contains)) {
      return ProcessIdentity.of(pid)
          .map(
              identity ->
                  new StartedProcess(
                      "database", StartedProcess.Kind.DATABASE, identity, folder.database()));
    }
    return arguments.stream()
        .flatMap(argument -> ProcessMark.in(argument).stream())
        .filter(mark -> mark.folder().equals(folder.root()) && isOurOwn(pid))
        .findFirst()
        .flatMap(
            mark ->
                ProcessIdentity.of(pid)
                    .map(
                        identity ->
                            new StartedProcess(
                                mark.name(), mark.kind(), identity, dataFolder(mark))));
  }

  /** The same path means another folder to a process in a container. */
  private static boolean seesOurFiles(long pid) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/ns/mnt"))
          .equals(Files.readSymbolicLink(PROC.resolve("self/ns/mnt")));
    } catch (IOException gone) {
      // It ended meanwhile, or is somebody else's.
      return false;
    }
  }

  /** What names the folder alone may be a copy of it that is made, or a look at its size. */
  private static boolean isProgramOfDatabase(List<String> arguments) {
    Path program = Path.of(arguments.getFirst()).getFileName();
    return program != null && PROGRAMS_OF_DATABASE.contains(program.toString());
  }

  private static boolean isOurOwn(long pid) {
    try {
      return Files.getAttribute(PROC.resolve(String.valueOf(pid)), "unix:uid")
          .equals(Files.getAttribute(PROC.resolve("self"), "unix:uid"));
    } catch (IOException gone) {
      return false;
    }
  }

  private Path dataFolder(ProcessMark mark) {
    return switch (mark.kind()) {
      case AGENT -> folder.agent(mark.name());
      case CONTROL_PLANE -> folder.controlPlane();
      case DATABASE -> folder.database();
      case CLIENT, DRIVER -> folder.root();
    };
  }

  private static List<String> arguments(long pid) {
    try {
      Path file = PROC.resolve(String.valueOf(pid)).resolve("cmdline");
      return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"));
    } catch (IOException gone) {
      // It ended meanwhile, or is none of ours.
      return List.of();
    }
  }
}
