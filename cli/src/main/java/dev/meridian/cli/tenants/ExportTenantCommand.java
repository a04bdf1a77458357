package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes everything that a tenant owns. */
@Command(
    name = "export",
    description = "Write everything that a tenant and those below it own, as JSON lines.")
final class ExportTenantCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PATH")
  String path = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "A new file (default: standard output).")
  @Nullable Path output;

  ExportTenantCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try {
      if (output == null) {
        copy(session.terminal().out());
        session.terminal().out().flush();
      } else {
        try (OutputStream file = Files.newOutputStream(output, StandardOpenOption.CREATE_NEW)) {
          copy(file);
        }
      }
    } catch (FileAlreadyExistsException exists) {
      throw new CommandFailure(
          ExitCode.FAILED, output + " exists already. Name another file, or remove it.");
    } catch (IOException broken) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "The export broke off (%s). What is there so far is not whole; export again."
              .formatted(broken.getMessage()));
    }
    return ExitCode.OK.number();
  }

  private void copy(OutputStream out) throws IOException {
    try (InputStream body =
        session.api().open(TenantCommands.path(path) + "/export", "application/x-ndjson").body()) {
      body.transferTo(out);
    }
  }
}
