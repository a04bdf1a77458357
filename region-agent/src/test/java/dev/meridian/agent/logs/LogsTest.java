package dev.meridian.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  private static String read(TaskLogs logs, int tail) throws Exception {
    return read(logs.reading("pod", "task", "stdout").orElseThrow(), tail);
  }

  private static String read(LogReading reading, int tail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reading.read(tail, false, (bytes, length) -> out.write(bytes, 0, length));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rotatesByCopyingSoThatAnAppendingTaskGoesOn(@TempDir Path folder) throws Exception {
    TaskLogs logs = new TaskLogs(folder.resolve("logs"), 10, 2);
    Path file = logs.open("pod", "task", "stdout", OptionalInt.empty());
    try (var task = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      for (String line :
          List.of("first line\n", "second line\n", "third line\n", "fourth line\n")) {
        task.write(line.getBytes(StandardCharsets.UTF_8));
        logs.rotate();
      }
      task.write("fifth\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(logs, 0)).isEqualTo("third line\nfourth line\nfifth\n");
    assertThat(read(logs, 2)).isEqualTo("fourth line\nfifth\n");
  }

  @Test
  void keepsWhatWasRotatedAwayFromOtherUsers(@TempDir Path folder) throws Exception {
    TaskLogs logs = new TaskLogs(folder.resolve("logs"), 10, 2);
    Path file = logs.open("pod", "task", "stdout", OptionalInt.empty());
    Files.writeString(file, "what a tenant printed\n");

    logs.rotate();

    assertThat(List.of(file, file.resolveSibling("task.stdout.1")))
        .allSatisfy(
            one ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-------"));
  }

  @Test
  void followsThroughRotationsWithoutLosingOrRepeatingALine(@TempDir Path folder) throws Exception {
    TaskLogs logs = new TaskLogs(folder.resolve("logs"), 10, 2);
    Path file = logs.open("pod", "task", "stdout", OptionalInt.empty());
    List<String> lines = IntStream.range(0, 20).mapToObj(i -> "line number " + i).toList();
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Thread follower =
        Thread.ofVirtual()
            .start(() -> follow(logs.reading("pod", "task", "stdout").orElseThrow(), seen));
    try {
      List<String> followed = new ArrayList<>();
      for (int at = 0; at < lines.size(); at += 2) {
        // Two rotations between two looks of the follower.
        append(file, lines.get(at));
        logs.rotate();
        append(file, lines.get(at + 1));
        logs.rotate();
        followed.add(seen.poll(10, TimeUnit.SECONDS));
        followed.add(seen.poll(10, TimeUnit.SECONDS));
      }
      assertThat(followed).isEqualTo(lines);
      assertThat(seen).isEmpty();
    } finally {
      follower.interrupt();
      follower.join();
    }
  }

  @Test
  void goesOnAtWhatIsKeptWhenTheReaderIsSlowerThanTheRotation(@TempDir Path folder)
      throws Exception {
    TaskLogs logs = new TaskLogs(folder.resolve("logs"), 1, 2);
    Path file = logs.open("pod", "task", "stdout", OptionalInt.empty());
    append(file, "first");
    List<String> seen = new ArrayList<>();

    logs.reading("pod", "task", "stdout")
        .orElseThrow()
        .read(
            0,
            false,
            (bytes, length) -> {
              seen.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
              if (seen.size() == 1) {
                for (String line : List.of("second", "third", "fourth", "fifth")) {
                  logs.rotate();
                  append(file, line);
                }
              }
            });

    assertThat(seen).containsExactly("first\n", "third\n", "fourth\n", "fifth\n");
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
  }

  private static void follow(LogReading reading, BlockingQueue<String> lines) {
    try {
      reading.read(
          0,
          true,
          (bytes, length) ->
              new String(bytes, 0, length, StandardCharsets.UTF_8).lines().forEach(lines::add));
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Property(tries = 200)
  void theTailIsTheLastLinesWhereverFilesAreCut(
      @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 9) Integer> lines,
      @ForAll @IntRange(min = 1, max = 8) int tail,
      @ForAll @IntRange(min = 0, max = 60) int cut)
      throws Exception {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append("line").append(line).append('\n'));
    int at = Math.min(cut, text.length());
    Path current = Files.createTempFile("log", "");
    Path old = current.resolveSibling(current.getFileName() + ".1");
    try {
      Files.writeString(old, text.substring(0, at));
      Files.writeString(current, text.substring(at));
      List<String> all = text.toString().lines().toList();
      List<String> last = all.subList(Math.max(0, all.size() - tail), all.size());
      assertThat(read(new LogReading(new StreamFiles(current, 2)), tail).lines())
          .containsExactlyElementsOf(last);
    } finally {
      Files.delete(old);
      Files.delete(current);
    }
  }
}
