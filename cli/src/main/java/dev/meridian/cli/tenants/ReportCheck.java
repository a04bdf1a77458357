package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Finding;
import dev.meridian.cli.api.Json;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.SignedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code tenant deletion verify} reads and what it makes of it. */
final class ReportCheck {
  @Parameters(paramLabel = "FILE", description = "A report (tenant deletion report).")
  Path file = Path.of("");

  @Option(
      names = "--fingerprint",
      paramLabel = "SHA256",
      description =
          "Trust only the anchor key with this fingerprint (GET /api/v1/audit/keys); without it"
              + " the report's own key is believed.")
  @Nullable String fingerprint;

  /**
   * The finding.
   *
   * @param fault what is wrong; empty when it is as it was signed
   */
  record Outcome(
      JsonNode statement, String fault, SignedReport report, String fingerprint, boolean ownKey)
      implements Finding {
    @Override
    public boolean intact() {
      return fault.isEmpty();
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object();
      json.put("intact", intact())
          .put("digest", report.digest().hex())
          .put("fingerprint", fingerprint)
          .put("fault", fault);
      json.set("statement", statement);
      return json;
    }

    @Override
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(intact() ? "As it was signed." : "NOT as it was signed: " + fault);
      lines.add(
          "Tenant %s (%s), gone at %s."
              .formatted(
                  Json.text(statement, "/tenant/path"),
                  Json.text(statement, "/tenant/id"),
                  Json.text(statement, "/completedAt")));
      statement
          .path("total")
          .properties()
          .forEach(kind -> lines.add("  %s: %s".formatted(kind.getKey(), kind.getValue())));
      lines.add("Digest, as the platform's audit log names it: " + report.digest().hex());
      if (ownKey) {
        lines.add("Checked with the report's own key; compare its fingerprint: " + fingerprint);
      }
      return lines;
    }
  }

  Outcome run() {
    JsonNode json = read();
    SignedReport report =
        new SignedReport(
            Json.text(json, "/statement"),
            json.at("/key/version").asInt(0),
            Json.text(json, "/signature"));
    AnchorKeys.PublicKey key = new AnchorKeys.PublicKey(report.key(), Json.text(json, "/key/key"));
    String found;
    JsonNode statement;
    try {
      found = key.fingerprint();
      statement = Json.parse(report.statement());
    } catch (IllegalArgumentException | JacksonException broken) {
      throw notAReport();
    }
    String fault =
        fingerprint != null && !fingerprint.equals(found)
            ? "it names a key with the fingerprint %s, which is not the one you trust."
                .formatted(found)
            : report.isSignedBy(key) ? "" : "the signature is not over this statement.";
    return new Outcome(statement, fault, report, found, fingerprint == null);
  }

  private JsonNode read() {
    try {
      JsonNode json = Json.parse(Files.readString(file));
      if (!json.at("/statement").isString() || !json.at("/key/key").isString()) {
        throw notAReport();
      }
      return json;
    } catch (JacksonException noJson) {
      throw notAReport();
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s cannot be read: %s. Check its name.".formatted(file, unreadable.getMessage()));
    }
  }

  private CommandFailure notAReport() {
    return new CommandFailure(
        ExitCode.FAILED, "%s is no report of a deletion. Fetch it again.".formatted(file));
  }
}
