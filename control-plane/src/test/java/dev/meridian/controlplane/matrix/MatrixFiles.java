package dev.meridian.controlplane.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the matrix; its README says how it is written. */
final class MatrixFiles {
  private static final Path FOLDER = Path.of("src", "test", "resources", "tenant-matrix");

  private final List<Block> blocks = new ArrayList<>();

  private MatrixFiles() {}

  /** All blocks of all files. */
  static List<Block> read() {
    MatrixFiles files = new MatrixFiles();
    try (Stream<Path> found = Files.list(FOLDER)) {
      for (Path file : found.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        files.read(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(files.blocks);
  }

  private void read(Path file) throws IOException {
    List<Actor> columns = List.of();
    List<String> lines =
        Files.readAllLines(file).stream().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    int at = 0;
    while (at < lines.size()) {
      List<String> words = List.of(lines.get(at).strip().split("\\s+"));
      int next = at + 1;
      while (next < lines.size() && lines.get(next).startsWith(" ")) {
        next++;
      }
      if (words.getFirst().equals("columns")) {
        columns = words.subList(1, words.size()).stream().map(Actor::of).toList();
        require(
            columns.size() == Actor.values().length, file, words, "each actor needs its column");
      } else {
        require(words.size() == columns.size() + 1, file, words, "needs one answer per column");
        blocks.add(block(file, words, columns, lines.subList(at + 1, next)));
      }
      at = next;
    }
  }

  private static Block block(
      Path file, List<String> words, List<Actor> columns, List<String> details) {
    Map<Actor, Integer> answers = new EnumMap<>(Actor.class);
    for (int i = 0; i < columns.size(); i++) {
      answers.put(columns.get(i), Integer.valueOf(words.get(i + 1)));
    }
    require(!details.isEmpty(), file, words, "needs a request");
    String[] request = details.getFirst().strip().split(" ", 2);
    Map<String, String> headers = new HashMap<>();
    Map<String, Integer> foreign = new HashMap<>();
    List<Block.Saying> sayings = new ArrayList<>();
    String body = "";
    Block.SignIn signIn = Block.SignIn.SHARED;
    for (String detail : details.subList(1, details.size())) {
      String[] parts = detail.strip().split(" ", 2);
      switch (parts[0]) {
        case "header" -> {
          String[] header = parts[1].split(": ", 2);
          headers.put(header[0], header[1]);
        }
        case "body" -> body = parts[1];
        case "says", "hides" -> {
          String[] saying = parts[1].split(" ", 2);
          sayings.add(new Block.Saying(Actor.of(saying[0]), parts[0].equals("says"), saying[1]));
        }
        case "foreign" -> {
          String[] thing = parts[1].split("=", 2);
          foreign.put(thing[0], Integer.valueOf(thing[1]));
        }
        case "sign-in" -> signIn = Block.SignIn.valueOf(parts[1].toUpperCase(Locale.ROOT));
        default -> require(false, file, words, "has an unknown line: " + detail.strip());
      }
    }
    return new Block(
        words.getFirst(), request[0], request[1], headers, body, answers, sayings, foreign, signIn);
  }

  private static void require(boolean good, Path file, List<String> words, String what) {
    if (!good) {
      throw new IllegalArgumentException(
          "%s: %s %s".formatted(file.getFileName(), words.getFirst(), what));
    }
  }
}
