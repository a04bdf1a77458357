package dev.meridian.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  private static String read(List<Path> files, int tail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LogReading(files).read(tail, false, (bytes, length) -> out.write(bytes, 0, length));
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
    assertThat(read(logs.files("pod", "task", "stdout"), 0))
        .isEqualTo("third line\nfourth line\nfifth\n");
    assertThat(read(logs.files("pod", "task", "stdout"), 2)).isEqualTo("fourth line\nfifth\n");
  }

  @Test
  void keepsWhatWasRotatedAwayFromOtherUsers(@TempDir Path folder) throws Exception {
    TaskLogs logs = new TaskLogs(folder.resolve("logs"), 10, 2);
    Path file = logs.open("pod", "task", "stdout", OptionalInt.empty());
    Files.writeString(file, "what a tenant printed\n");

    logs.rotate();

    assertThat(logs.files("pod", "task", "stdout"))
        .hasSize(2)
        .allSatisfy(
            one ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-------"));
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
    Path old = Files.createTempFile("log", ".1");
    Path current = Files.createTempFile("log", "");
    try {
      Files.writeString(old, text.substring(0, at));
      Files.writeString(current, text.substring(at));
      List<String> all = text.toString().lines().toList();
      List<String> last = all.subList(Math.max(0, all.size() - tail), all.size());
      assertThat(read(List.of(old, current), tail).lines()).containsExactlyElementsOf(last);
    } finally {
      Files.delete(old);
      Files.delete(current);
    }
  }
}
