package dev.meridian.agent.pod;

import dev.meridian.protocol.v1.HostEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The hosts file of a sandbox: the node's own entries, then the pod's peers. */
final class HostsFile {
  static final String NAME = "hosts";

  private static final Path OWN = Path.of("/etc/hosts");

  private HostsFile() {}

  static byte[] content(List<HostEntry> peers) throws IOException {
    StringBuilder text = new StringBuilder();
    if (Files.isReadable(OWN)) {
      text.append(Files.readString(OWN));
      if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
    }
    for (HostEntry peer : peers) {
      text.append(peer.getAddress())
          .append(' ')
          .append(String.join(" ", peer.getNamesList()))
          .append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
