package dev.meridian.agent.link;

import dev.meridian.agent.disk.CrashSafeFile;
import dev.meridian.agent.record.IdentityRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who this agent is; written once when it joins, and again when a CA is announced. */
public final class IdentityFile {
  private final Path file;

  public IdentityFile(Path file) {
    this.file = file;
  }

  /** Empty before the agent joined. */
  public Optional<IdentityRecord> read() throws IOException {
    Optional<byte[]> content = CrashSafeFile.read(file);
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(IdentityRecord.parseFrom(content.get()));
  }

  void write(IdentityRecord identity) throws IOException {
    CrashSafeFile.write(file, identity.toByteArray());
  }

  /** Trusts these CAs too from now on. */
  void trustAlso(List<com.google.protobuf.ByteString> certificates) throws IOException {
    IdentityRecord identity = read().orElseThrow();
    List<com.google.protobuf.ByteString> all = new ArrayList<>(identity.getCaCertificatesList());
    certificates.stream().filter(added -> !all.contains(added)).forEach(all::add);
    if (all.size() > identity.getCaCertificatesCount()) {
      write(identity.toBuilder().clearCaCertificates().addAllCaCertificates(all).build());
    }
  }

  static List<byte[]> authorities(IdentityRecord identity) {
    return identity.getCaCertificatesList().stream()
        .map(com.google.protobuf.ByteString::toByteArray)
        .toList();
  }
}
