package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.ChainHashes;
import dev.meridian.tenancy.audit.ChainHead;
import dev.meridian.tenancy.audit.ExportLines;
import dev.meridian.tenancy.audit.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class AuditTest {
  private static final UUID TENANT = new UUID(7, 7);

  @TempDir Path folder;

  private static List<String> export(int length, String action) {
    AnchorKeys.PublicKey key =
        new AnchorKeys.PublicKey(
            1, Base64.getEncoder().encodeToString(AnchorKeys.make().getPublic().getEncoded()));
    List<String> lines = new ArrayList<>();
    lines.add(
        ExportLines.begin(TENANT, "acme", Instant.parse("2026-11-21T10:00:00Z"), List.of(key))
            .toString());
    Sha256 previous = ChainHashes.genesis(TENANT);
    for (int position = 1; position <= length; position++) {
      ObjectNode event = Json.object().put("action", action).put("n", position);
      Sha256 payload = ChainHashes.payload(event);
      Sha256 hash = ChainHashes.link(TENANT, position, previous, payload);
      lines.add(ExportLines.entry(position, previous, payload, hash, event, Map.of()).toString());
      previous = hash;
    }
    lines.add(ExportLines.end(new ChainHead(length, previous)).toString());
    return lines;
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private CommandRun.Result verify(String... arguments) {
    List<String> all = new ArrayList<>(List.of("audit", "verify"));
    all.addAll(List.of(arguments));
    return new CommandRun(folder).run(all.toArray(String[]::new));
  }

  @Test
  void passesAWholeExportWithoutAControlPlane() throws IOException {
    CommandRun.Result result = verify(file("whole", export(4, "a")).toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("Intact: 4 entries").contains("Head, for --head");
  }

  @Test
  void exitsWithOneAndSaysWhatWasDone() throws IOException {
    List<String> lines = export(4, "a");
    lines.set(2, lines.get(2).replace("\"action\":\"a\"", "\"action\":\"b\""));
    lines.remove(3);
    CommandRun.Result result = verify(file("bad", lines).toString(), "--json");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(Json.parse(result.out()).path("verdicts").findValuesAsString("kind"))
        .containsExactly("EDITED", "MISSING");
    assertThat(verify(file("bad", lines).toString()).out())
        .contains("EDITED: The event of entry 2 was changed.", "MISSING: Entry 3 is gone.");
  }

  @Test
  void tellsAForkAndACutEndByWhatWasKept() throws IOException {
    String kept = file("kept", export(4, "a")).toString();
    String forked = file("forked", export(4, "b")).toString();
    String cut = file("cut", export(3, "a")).toString();
    String longer = file("longer", export(6, "a")).toString();

    assertThat(verify(forked, "--earlier", kept).out()).contains("FORKED");
    assertThat(verify(cut, "--earlier", kept).out()).contains("TRUNCATED");
    assertThat(verify(longer, "--earlier", kept).exitCode()).isZero();
    assertThat(verify(kept, "--head", "4:" + "0".repeat(64)).out()).contains("FORKED");
    assertThat(verify(kept, "--head", "4").exitCode()).isEqualTo(2);
  }

  @Test
  void saysWhatIsNoExport() throws IOException {
    CommandRun.Result result = verify(file("text", List.of("hello")).toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("Line 1");
    assertThat(verify(folder.resolve("none").toString()).exitCode()).isEqualTo(1);
  }

  @Test
  void listsAndExports() throws IOException {
    try (FakeControlPlane controlPlane = new FakeControlPlane()) {
      controlPlane
          .on(
              "GET /api/v1/tenants/-/audit",
              Answer.json(
                  "{\"items\":[{\"at\":\"2026-11-21T10:00:00Z\",\"actor\":\"ci\",\"behalf\":\"dana\",\"action\":\"region.create\",\"outcome\":\"DONE\"}],\"nextCursor\":null}"))
          .on(
              "GET /api/v1/tenants/-/audit/export",
              new Answer(200, "application/x-ndjson", Map.of(), String.join("\n", export(2, "a"))));
      CommandRun run = new CommandRun(folder).against(controlPlane);

      CommandRun.Result list =
          run.run("audit", "list", "--tenant", "-", "--actor", "dana", "--outcome", "DONE");
      assertThat(list.out()).contains("ci").contains("dana").contains("region.create");
      assertThat(controlPlane.requests("GET /api/v1/tenants/-/audit").getFirst().query())
          .contains("actor=dana&outcome=DONE");

      String file = folder.resolve("out.jsonl").toString();
      assertThat(run.run("audit", "export", "--tenant", "-", "-o", file).exitCode()).isZero();
      assertThat(verify(file).exitCode()).isZero();
      assertThat(run.run("audit", "export", "--tenant", "-", "-o", file).err())
          .contains("exists already");
    }
  }

  @Test
  void erasesOnlyWhatWasNamedTwice() throws IOException {
    try (FakeControlPlane controlPlane = new FakeControlPlane()) {
      controlPlane.on(
          "POST /api/v1/audit/erase",
          Answer.json("{\"accountId\":\"" + TENANT + "\",\"events\":7}"));
      CommandRun run = new CommandRun(folder).against(controlPlane);

      CommandRun.Result unsaid = run.run("audit", "erase", "--account", "dana");
      assertThat(unsaid.exitCode()).isEqualTo(2);
      assertThat(unsaid.err()).contains("--confirm dana");
      assertThat(controlPlane.requests("POST /api/v1/audit/erase")).isEmpty();
      assertThat(run.run("audit", "erase", "--account", "dana", "--confirm", "dana").out())
          .contains("Erased from 7 events.");
    }
  }

  @Test
  void addsASinkAndShowsItsSecretOnce() throws IOException {
    try (FakeControlPlane controlPlane = new FakeControlPlane()) {
      String sinks = "/api/v1/tenants/acme/audit/sinks";
      controlPlane
          .on(
              "POST " + sinks,
              Answer.json("{\"id\":\"" + TENANT + "\",\"name\":\"siem\",\"secret\":\"s3\"}"))
          .on(
              "GET " + sinks,
              Answer.json(
                  "{\"items\":[{\"name\":\"siem\",\"state\":\"RETRYING\",\"lagSeconds\":7,\"reason\":\"It is away.\"}],\"nextCursor\":null}"))
          .on(
              "POST " + sinks + "/siem/deliveries/" + TENANT + "/resend",
              Answer.json("{\"id\":\"d2\",\"state\":\"PENDING\"}"));
      CommandRun run = new CommandRun(folder).against(controlPlane);
      String ca = file("ca.pem", List.of("a certificate")).toString();

      CommandRun.Result added =
          run.run(
              "audit",
              "sink",
              "add",
              "siem",
              "--kind",
              "webhook",
              "--target",
              "https://a.example",
              "--ca",
              ca,
              "--tenant",
              "acme");
      assertThat(added.exitCode()).as(added.err()).isZero();
      assertThat(added.out()).contains("not shown again: s3");
      assertThat(controlPlane.requests("POST " + sinks).toString())
          .contains("https://a.example", "a certificate");
      assertThat(run.run("audit", "sink", "list", "--tenant", "acme").out())
          .contains("siem", "RETRYING", "7", "It is away.");
      assertThat(
              run.run("audit", "sink", "resend", "siem", TENANT.toString(), "--tenant", "acme")
                  .out())
          .contains("d2");
    }
  }
}
