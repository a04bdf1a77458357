package dev.meridian.cli.audit;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Finding;
import dev.meridian.cli.api.Json;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.ChainHead;
import dev.meridian.tenancy.audit.ExportReader;
import dev.meridian.tenancy.audit.ExportedLog;
import dev.meridian.tenancy.audit.NotAnExportException;
import dev.meridian.tenancy.audit.Sha256;
import dev.meridian.tenancy.audit.Trust;
import dev.meridian.tenancy.audit.Verdict;
import dev.meridian.tenancy.audit.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code audit verify} reads and what it makes of it. */
final class ExportCheck {
  private static final Pattern HEAD = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  @Parameters(paramLabel = "FILE", description = "An export, of this moment.")
  Path file = Path.of("");

  @Option(
      names = "--earlier",
      paramLabel = "FILE",
      description = "An export that was kept from before: tells a fork and a cut end.")
  @Nullable Path earlier;

  @Option(
      names = "--head",
      paramLabel = "POSITION:HASH",
      description = "A head that was noted before.")
  @Nullable String head;

  @Option(
      names = "--fingerprint",
      paramLabel = "SHA256",
      description =
          "Trust only the anchor key with this fingerprint (GET /api/v1/audit/keys); without it"
              + " the export's own keys are believed.")
  @Nullable String fingerprint;

  /** The finding. */
  record Outcome(ExportedLog log, List<Verdict> verdicts, boolean ownKeys) implements Finding {
    @Override
    public boolean intact() {
      return verdicts.isEmpty();
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object();
      json.put("intact", intact())
          .put("tenant", log.tenant().toString())
          .put("entries", log.links().size())
          .put("pending", log.pending().size())
          .put("anchors", log.anchors().size());
      ChainHead end = log.head();
      if (end != null && end.position() > 0) {
        json.put("head", end.position() + ":" + end.hash().hex());
      }
      ArrayNode list = json.putArray("verdicts");
      for (Verdict verdict : verdicts) {
        list.addObject()
            .put("kind", verdict.kind().name())
            .put("position", verdict.position())
            .put("message", verdict.message());
      }
      return json;
    }

    @Override
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      verdicts.forEach(verdict -> lines.add(verdict.kind() + ": " + verdict.message()));
      lines.add(
          "%s: %d entries, %d waiting, %d anchors, exported at %s."
              .formatted(
                  intact() ? "Intact" : "NOT intact",
                  log.links().size(),
                  log.pending().size(),
                  log.anchors().size(),
                  log.exportedAt()));
      ChainHead end = log.head();
      if (intact() && end != null && end.position() > 0) {
        lines.add("Head, for --head of a later check: " + end.position() + ":" + end.hash().hex());
      }
      if (ownKeys && !log.anchors().isEmpty()) {
        log.keys()
            .forEach(
                key ->
                    lines.add(
                        "Anchors were checked with the export's own key %d; compare its fingerprint: %s"
                            .formatted(key.version(), key.fingerprint())));
      }
      return lines;
    }
  }

  Outcome run() {
    ExportedLog log = read(file);
    List<ChainHead> heads = new ArrayList<>();
    if (earlier != null) {
      ExportedLog before = read(earlier);
      if (!before.tenant().equals(log.tenant())) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s is of another tenant than %s. Name exports of one tenant."
                .formatted(earlier, file));
      }
      ChainHead end = before.head();
      if (end != null && end.position() > 0) {
        heads.add(end);
      }
    }
    if (head != null) {
      heads.add(head(head));
    }
    return new Outcome(
        log, Verification.of(log, new Trust(trusted(log), heads)), fingerprint == null);
  }

  private List<AnchorKeys.PublicKey> trusted(ExportedLog log) {
    try {
      return log.keys().stream()
          .filter(key -> fingerprint == null || key.fingerprint().equals(fingerprint))
          .toList();
    } catch (IllegalArgumentException notBase64) {
      throw new CommandFailure(
          ExitCode.FAILED, "%s has a key that is none. Export again.".formatted(file));
    }
  }

  private static ChainHead head(String text) {
    Matcher matcher = HEAD.matcher(text);
    if (!matcher.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "'%s' is no head. Give a position, a colon and 64 hexadecimal digits.".formatted(text));
    }
    return new ChainHead(Long.parseLong(matcher.group(1)), new Sha256(matcher.group(2)));
  }

  private static ExportedLog read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return ExportReader.read(lines);
    } catch (NotAnExportException notOurs) {
      throw new CommandFailure(ExitCode.FAILED, file + ": " + notOurs.getMessage());
    } catch (IOException | UncheckedIOException unreadable) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s cannot be read: %s. Check its name.".formatted(file, unreadable.getMessage()));
    }
  }
}
