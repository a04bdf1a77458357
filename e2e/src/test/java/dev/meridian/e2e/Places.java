package dev.meridian.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** Where canaries might have got to, and which did. */
final class Places {
  private static final int PIECE = 1 << 20;

  private final List<Canary> canaries;
  private final Map<String, List<String>> found = new TreeMap<>();
  private int searched;

  Places(List<Canary> canaries) {
    this.canaries = canaries;
  }

  /** Canaries by where they were found. */
  Map<String, List<String>> found() {
    return found;
  }

  /** How many places were looked at: a search that saw nothing proves nothing. */
  int searched() {
    return searched;
  }

  void search(String place, String content) {
    search(place, content.getBytes(UTF_8));
  }

  void search(String place, byte[] content) {
    searched++;
    canaries.stream().filter(canary -> canary.isIn(content)).forEach(canary -> add(place, canary));
  }

  private void add(String place, Canary canary) {
    List<String> names = found.computeIfAbsent(place, any -> new ArrayList<>());
    if (!names.contains(canary.toString())) {
      names.add(canary.toString());
    }
  }

  /**
   * Every file of a part of a folder, without following links: what they lead to may be in memory.
   */
  void searchFiles(Path folder, String part) {
    try (Stream<Path> files = Files.walk(folder.resolve(part))) {
      for (Path file : files.filter(Places::isFile).toList()) {
        searchFile(folder.relativize(file).toString(), file);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private void searchFile(String place, Path file) throws IOException {
    int overlap = canaries.stream().mapToInt(Canary::longestForm).max().orElseThrow();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] tail = new byte[0];
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        byte[] hay = new byte[tail.length + piece.length];
        System.arraycopy(tail, 0, hay, 0, tail.length);
        System.arraycopy(piece, 0, hay, tail.length, piece.length);
        search(place, hay);
        int kept = Math.min(overlap, hay.length);
        tail = java.util.Arrays.copyOfRange(hay, hay.length - kept, hay.length);
      }
    } catch (NoSuchFileException gone) {
      // Temporary files come and go while processes run.
      searched++;
    }
  }

  /** Every row of every table, unpacked, as a dump has it. */
  void searchDatabase(Path folder) {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/meridian"
                    .formatted(Files.readString(folder.resolve("port")).strip()),
                "postgres",
                Files.readString(folder.resolve("secret")).strip());
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy (select * from " + table + ") to stdout (format binary)", rows);
        search("database: " + table, rows.toByteArray());
      }
    } catch (IOException | SQLException failed) {
      throw new AssertionError("The database cannot be read", failed);
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname not in ('pg_catalog', 'information_schema')
            """)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  /** Command lines, which every user of the machine may read. */
  void searchCommandLines() {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        try {
          search(
              "command line of process " + process.getFileName(),
              Files.readAllBytes(process.resolve("cmdline")));
        } catch (IOException gone) {
          searched++;
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
