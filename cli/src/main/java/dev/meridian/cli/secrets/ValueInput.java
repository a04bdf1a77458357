package dev.meridian.cli.secrets;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.view.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a command gets the value of a secret from. Never from its arguments: other users of the
 * machine and the shell's history would have it.
 */
final class ValueInput {
  // More than any control plane takes; that one names its own limit.
  private static final int MOST = 1 << 20;

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "The value is exactly this file's bytes.")
  @Nullable Path file;

  @Option(
      names = "--from-stdin",
      description = "The value is standard input, without one line break at its end.")
  boolean stdin;

  /**
   * Puts the value into a request, as text when it is text.
   *
   * @throws CommandFailure with exit code 2 when there is none to read
   */
  void addTo(ObjectNode request, Terminal terminal) {
    byte[] value = read(terminal);
    text(value)
        .ifPresentOrElse(
            text -> request.put("text", text),
            () -> request.put("base64", Base64.getEncoder().encodeToString(value)));
  }

  private byte[] read(Terminal terminal) {
    if (file != null && stdin) {
      throw wrong("Give --from-file or --from-stdin, not both");
    }
    if (file != null) {
      return readFile(file);
    }
    if (terminal.interactive()) {
      return terminal.askHidden("Value (not shown):").getBytes(StandardCharsets.UTF_8);
    }
    if (!stdin) {
      throw wrong("Where is the value? Give --from-file FILE or --from-stdin");
    }
    try {
      return withoutLastLineBreak(atMost(terminal.in(), "Standard input"));
    } catch (IOException unreadable) {
      throw wrong("Cannot read standard input: " + unreadable.getMessage());
    }
  }

  private static byte[] readFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return atMost(in, file.toString());
    } catch (NoSuchFileException none) {
      throw wrong("There is no file " + file);
    } catch (IOException unreadable) {
      throw wrong("Cannot read " + file + ": " + unreadable.getMessage());
    }
  }

  private static byte[] atMost(InputStream in, String where) throws IOException {
    byte[] bytes = in.readNBytes(MOST + 1);
    if (bytes.length > MOST) {
      throw wrong(
          where + " is larger than 1 MiB. A secret is small: keep large files in an artifact");
    }
    return bytes;
  }

  private static byte[] withoutLastLineBreak(byte[] bytes) {
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
      if (end > 0 && bytes[end - 1] == '\r') {
        end--;
      }
    }
    return Arrays.copyOf(bytes, end);
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    }
  }

  private static CommandFailure wrong(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }
}
