package dev.meridian.controlplane.plans;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of bytes into lines; splits bytes and not text, so that no character is torn. */
final class LineSplitter {
  private static final int LONGEST = 64 * 1024;

  private final ByteArrayOutputStream open = new ByteArrayOutputStream();

  /** The lines that this chunk ends. A line that is too long is given in pieces. */
  List<String> add(byte[] chunk) {
    List<String> lines = new ArrayList<>();
    for (byte b : chunk) {
      if (b == '\n' || open.size() >= LONGEST) {
        lines.add(open.toString(StandardCharsets.UTF_8));
        open.reset();
      }
      if (b != '\n') {
        open.write(b);
      }
    }
    return lines;
  }
}
