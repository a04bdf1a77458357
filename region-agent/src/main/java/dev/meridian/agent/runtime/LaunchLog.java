package dev.meridian.agent.runtime;

import dev.meridian.agent.disk.OwnerFile;
import dev.meridian.agent.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** One line of JSON for each task that this agent ever launched; only ever appended to. */
final class LaunchLog {
  private final Path file;

  LaunchLog(Path file) {
    this.file = file;
  }

  void append(RunRecord record, long pid) throws IOException {
    String line =
        "{\"time\":\"%s\",\"podId\":\"%s\",\"incarnation\":%d,\"task\":\"%s\",\"run\":%d,\"pid\":%d,\"runId\":\"%s\"}\n"
            .formatted(
                Instant.ofEpochMilli(record.getStartedAtMillis()),
                quote(record.getPodId()),
                record.getIncarnation(),
                quote(record.getTask()),
                record.getRun(),
                pid,
                record.getRunId());
    Files.writeString(OwnerFile.ensure(file), line, StandardOpenOption.APPEND);
  }

  private static String quote(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
