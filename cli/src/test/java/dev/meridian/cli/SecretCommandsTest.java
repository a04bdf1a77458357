package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SecretCommandsTest {
  private static final String SECRETS = "/api/v1/tenants/acme/secrets";
  private static final String VALUE = "s3cr3t-äöü";
  private static final String SECRET =
      """
      {"id":"5","path":"kafka/password","description":"of the admin","binary":false,
       "labels":{"team":"streams"},"currentVersion":2,"createdAt":"2026-01-01T00:00:00Z",
       "createdBy":"dana","changedAt":"2026-01-02T00:00:00Z","users":1}
      """;
  private static final String DETAIL =
      """
      {"secret":%s,"usedBy":["kafka"],"versions":[
        {"number":2,"sizeBytes":10,"createdAt":"2026-01-02T00:00:00Z","createdBy":"dana"},
        {"number":1,"sizeBytes":2048,"createdAt":"2026-01-01T00:00:00Z","createdBy":"ada"}]}
      """
          .formatted(SECRET);

  @TempDir Path config;
  @TempDir Path work;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @BeforeEach
  void answer() {
    controlPlane
        .on("GET " + SECRETS, Answer.json("{\"items\":[" + SECRET + "],\"nextCursor\":null}"))
        .on("GET " + SECRETS + "/5", Answer.json(DETAIL))
        .on("POST " + SECRETS, Answer.json(201, DETAIL))
        .on("POST " + SECRETS + "/5/versions", Answer.json(201, DETAIL))
        .on("DELETE " + SECRETS + "/5", Answer.json(204, ""))
        .on("DELETE " + SECRETS + "/5/versions/1", Answer.json(204, ""))
        .on("POST " + SECRETS + "/5/versions/2/reveal", Answer.json("{\"text\":\"" + VALUE + "\"}"))
        .on(
            "POST " + SECRETS + "/5/versions/1/reveal",
            Answer.json(
                "{\"base64\":\"" + Base64.getEncoder().encodeToString(new byte[] {65, 0}) + "\"}"));
  }

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun command() {
    return new CommandRun(config).against(controlPlane).with("MERIDIAN_TENANT", "acme");
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(work.resolve("value"), bytes);
  }

  @Test
  void listsWhatIsUnderAPathWithItsLabels() {
    CommandRun.Result result =
        command().run("secret", "list", "kafka", "--label", "team=streams", "--label", "env=prod");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("kafka/password").contains("team=streams").contains("text");
    assertThat(controlPlane.requests("GET " + SECRETS).getFirst().query())
        .contains("under=kafka", "label=team=streams", "label=env=prod");
  }

  @Test
  void showsVersionsAndUsersOfASecretFoundByItsPath() {
    CommandRun.Result result = command().run("secret", "show", "kafka/password");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("1, 2 KiB, made 2026-01-01 00:00:00Z by ada")
        .containsPattern("Used by +kafka");
    assertThat(controlPlane.requests("GET " + SECRETS).getFirst().query())
        .contains("under=kafka/password");
  }

  @Test
  void doesNotTakeASecretBelowThePathForTheOneAtIt() {
    CommandRun.Result result = command().run("secret", "delete", "kafka", "--yes");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).contains("no secret \"kafka\"");
    assertThat(controlPlane.requests()).noneMatch(request -> request.method().equals("DELETE"));
  }

  @Test
  void sendsTextFromStandardInputWithoutItsLastLineBreakAndPrintsNone() {
    CommandRun.Result result =
        command()
            .typing(VALUE + "\n")
            .run(
                "secret",
                "create",
                "kafka/password",
                "--from-stdin",
                "--label",
                "team=streams",
                "--description",
                "of the admin");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out() + result.err()).contains("kafka/password").doesNotContain(VALUE);
    assertThat(Json.parse(controlPlane.requests("POST " + SECRETS).getFirst().body()))
        .isEqualTo(
            Json.parse(
                """
                {"path":"kafka/password","description":"of the admin",
                 "labels":{"team":"streams"},"text":"%s"}
                """
                    .formatted(VALUE)));
  }

  @Test
  void sendsExactlyTheBytesOfAFileAndBinaryOnesAsBase64() throws IOException {
    byte[] keystore = {0, 1, (byte) 0xfe, '\n'};

    CommandRun.Result result =
        command()
            .run("secret", "rotate", "kafka/password", "--from-file", file(keystore).toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(
            Json.parse(controlPlane.requests("POST " + SECRETS + "/5/versions").getFirst().body()))
        .isEqualTo(Json.object().put("base64", Base64.getEncoder().encodeToString(keystore)));
  }

  @Test
  void keepsTheLastLineBreakOfAFile() throws IOException {
    command()
        .run(
            "secret", "rotate", "kafka/password", "--from-file", file("a\n".getBytes()).toString());

    assertThat(controlPlane.requests("POST " + SECRETS + "/5/versions").getFirst().body())
        .isEqualTo("{\"text\":\"a\\n\"}");
  }

  @Test
  void takesAValueFromOnePlaceOnlyAndNeverFromAnArgument() {
    assertThat(command().run("secret", "create", "a").exitCode()).isEqualTo(2);
    assertThat(
            command().run("secret", "create", "a", "--from-stdin", "--from-file", "f").exitCode())
        .isEqualTo(2);
    assertThat(command().run("secret", "create", "a", VALUE).exitCode()).isEqualTo(2);
    assertThat(command().run("secret", "create", "a", "--from-file", "none").err())
        .contains("There is no file none");
    assertThat(controlPlane.requests()).noneMatch(request -> request.method().equals("POST"));
  }

  @Test
  void asksAPersonForTheValue() {
    CommandRun.Result result =
        command().interactively().typing(VALUE + "\n").run("secret", "create", "a");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(controlPlane.requests("POST " + SECRETS).getFirst().body()).contains(VALUE);
  }

  @Test
  void refusesWhatIsTooLargeForASecretBeforeItIsSent() throws IOException {
    CommandRun.Result result =
        command()
            .run("secret", "create", "a", "--from-file", file(new byte[(1 << 20) + 1]).toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(controlPlane.requests()).isEmpty();
  }

  @Test
  void revealsExactlyTheBytesOfTheCurrentVersionOrAnother() {
    assertThat(command().run("secret", "reveal", "kafka/password").out()).isEqualTo(VALUE);
    assertThat(command().run("secret", "reveal", "kafka/password", "--version", "1").out())
        .isEqualTo("A\0");
    assertThat(command().run("secret", "reveal", "kafka/password", "--json").out())
        .contains("\"text\"");
  }

  @Test
  void deletesOnlyWhenThatWasConfirmed() {
    assertThat(command().run("secret", "delete", "kafka/password").exitCode()).isEqualTo(2);
    assertThat(
            command()
                .interactively()
                .typing("n\n")
                .run("secret", "delete", "kafka/password")
                .exitCode())
        .isEqualTo(1);
    assertThat(controlPlane.requests("DELETE " + SECRETS + "/5")).isEmpty();

    assertThat(command().run("secret", "delete", "kafka/password", "--yes").exitCode()).isZero();
    assertThat(controlPlane.requests("DELETE " + SECRETS + "/5")).hasSize(1);
  }

  @Test
  void namesTheUsersOfASecretThatCannotGo() {
    controlPlane.on(
        "DELETE " + SECRETS + "/5",
        Answer.problem(
            409, "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"Secret is used by kafka\"}"));

    CommandRun.Result result = command().run("secret", "delete", "kafka/password", "--yes");

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.err()).contains("used by kafka");
  }

  @Test
  void destroysOneVersion() {
    CommandRun.Result result =
        command().run("secret", "destroy-version", "kafka/password", "1", "--yes");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(controlPlane.requests("DELETE " + SECRETS + "/5/versions/1")).hasSize(1);
  }

  @Test
  void rotatesTheKeyOfTheTenantOrOfThePlatform() {
    Stream.of(
            "/api/v1/tenants/acme/data-key/rotate",
            "/api/v1/key-encryption/rotate",
            "/api/v1/key-encryption/rewrap")
        .forEach(path -> controlPlane.on("POST " + path, Answer.json("{\"changed\":3}")));

    assertThat(command().run("key", "rotate").out()).contains("acme").contains(": 3");
    assertThat(command().run("key", "rotate", "--platform").out()).contains("key-encryption");
    assertThat(command().run("key", "rewrap", "--json").out()).contains("\"changed\" : 3");
    assertThat(controlPlane.requests())
        .extracting(FakeControlPlane.Request::path)
        .containsExactly(
            "/api/v1/tenants/acme/data-key/rotate",
            "/api/v1/key-encryption/rotate",
            "/api/v1/key-encryption/rewrap");
  }

  @Test
  void saysThatThePlaceOfTheKeyDoesNotAnswerByItsExitCode() {
    controlPlane.on(
        "POST /api/v1/key-encryption/rewrap",
        Answer.problem(
            503, "{\"title\":\"Unavailable\",\"status\":503,\"detail\":\"Vault is sealed\"}"));

    CommandRun.Result result = command().run("key", "rewrap");

    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.err()).contains("Vault is sealed");
  }

  @Test
  void completesTheCommandsInShells() {
    CommandRun.Result result = command().run("completion", "bash");

    assertThat(result.exitCode()).isEqualTo(CommandLine.ExitCode.OK);
    assertThat(result.out()).contains("destroy-version", "--from-stdin", "rewrap");
  }
}
