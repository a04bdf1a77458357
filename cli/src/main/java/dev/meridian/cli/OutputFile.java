package dev.meridian.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command writes a document: standard output, or a file that does not exist yet. */
public final class OutputFile {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A new file (default: standard output).")
  private @Nullable Path file;

  /** What writes the document. */
  private interface Document {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes JSON lines of the API as they come. */
  public int writeLines(Session session, String path) {
    // Asked for first: a refusal leaves no empty file behind.
    try (InputStream body = session.api().open(path, "application/x-ndjson").body()) {
      return write(session, body::transferTo);
    } catch (IOException unfinished) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "The answer broke off: %s. Try again.".formatted(unfinished.getMessage()));
    }
  }

  /** Writes a text that is whole already. */
  public int write(Session session, String text) {
    return write(session, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private int write(Session session, Document document) {
    try {
      if (file == null) {
        document.writeTo(session.terminal().out());
        session.terminal().out().flush();
      } else {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
          document.writeTo(out);
        }
      }
    } catch (FileAlreadyExistsException exists) {
      throw new CommandFailure(
          ExitCode.FAILED, file + " exists already. Name another file, or remove it.");
    } catch (IOException broken) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Writing to %s broke off (%s). What is there so far is not whole; remove it and try again."
              .formatted(file == null ? "standard output" : file, broken.getMessage()));
    }
    return ExitCode.OK.number();
  }
}
