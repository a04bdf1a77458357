package dev.meridian.agent.runtime;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.record.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The supervisor's script on disk. Its name holds its digest: a shell reads a script while it runs,
 * so a file that supervisors of an earlier version still read must never change.
 */
final class SupervisorProgram {
  /** What supervisors and checks find programs by; never what a tenant chose. */
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Path script;

  private SupervisorProgram(Path script) {
    this.script = script;
  }

  static SupervisorProgram install(Path folder) throws IOException {
    Folders.make(folder, "rwxr-xr-x");
    byte[] content;
    try (InputStream resource =
        SupervisorProgram.class.getResourceAsStream("/dev/meridian/agent/runtime/supervise.sh")) {
      if (resource == null) {
        throw new IOException("supervise.sh is missing in the agent's jar: build it again");
      }
      content = resource.readAllBytes();
    }
    Path script = folder.resolve("supervise-" + digest(content) + ".sh");
    if (!Files.exists(script)) {
      Path temporary = Files.createTempFile(folder, ".supervise", ".sh");
      Files.write(temporary, content);
      Files.setPosixFilePermissions(
          temporary, java.nio.file.attribute.PosixFilePermissions.fromString("r-xr-xr-x"));
      Files.move(temporary, script, StandardCopyOption.ATOMIC_MOVE);
    }
    return new SupervisorProgram(script);
  }

  /** Starts a supervisor; the launched task's identity comes on its output. */
  Process start(String mode, RunFolder folder) throws IOException {
    RunRecord record = folder.record();
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "/bin/sh",
                script.toString(),
                mode,
                folder.path().toString(),
                folder.exitFile().toString(),
                record.getRunId(),
                Integer.toString(record.getGraceSeconds()),
                record.getUser().isEmpty() ? "-" : record.getUser(),
                record.getStdout(),
                record.getStderr(),
                record.getEntry()));
    command.addAll(record.getControlGroupsList());
    return clean(new ProcessBuilder(command), Path.of(record.getSandbox()))
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.supervisorErrors().toFile()))
        .start();
  }

  /** A builder whose process gets nothing of the agent's own environment. */
  static ProcessBuilder clean(ProcessBuilder builder, Path folder) {
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    return builder
        .directory(folder.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
