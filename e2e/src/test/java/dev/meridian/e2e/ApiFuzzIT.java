package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Requests made from the API's own document, right and wrong ones, by the administrators of two
 * tenants that must not see each other. {@code ./meridian test --long api-fuzz} makes many more.
 */
@OnPlatform(OnPlatform.Kind.OUTSIDE_DATABASE)
class ApiFuzzIT {
  private static final int EXAMPLES = Integer.getInteger("meridian.fuzz.examples", 3);

  /** Each shorter than a token lives. */
  private static final int ROUNDS = Integer.getInteger("meridian.fuzz.rounds", 1);

  private static final int TIMEOUT_MINUTES = Integer.getInteger("meridian.fuzz.minutes", 4);

  /** What is not asked, with the reason. */
  private static final List<String> LEFT_OUT =
      List.of(
          // Streams without an end.
          "--exclude-operation-id=eventOfPlatform",
          "--exclude-operation-id=eventOfTenant",
          // Take the sign-in away that the run needs.
          "--exclude-operation-id=accountPassword",
          "--exclude-operation-id=sessionRevokeOthers",
          "--exclude-operation-id=sessionRevokeOwn",
          // Refuses all that changes something from then on.
          "--exclude-operation-id=viewBegin",
          // Bytes that the fuzzer cannot make: an archive, a part of a file.
          "--exclude-operation-id=packagePublish",
          "--exclude-operation-id=artifactAppend",
          // The document does not hold what needs another row to be judged: names that are free,
          // cursors of an earlier answer, permissions that the caller holds.
          "--exclude-checks=positive_data_acceptance");

  @Test
  void answersEveryRequestAsItsDocumentSays(Platform platform) throws Exception {
    platform.adminApi().post("/tenants", "{\"name\":\"fuzz-one\"}").expect(201);
    platform.adminApi().post("/tenants", "{\"name\":\"fuzz-two\"}").expect(201);
    Cli one = platform.member("fuzz-one", "tenant-admin", "fuzz-one");
    Cli two = platform.member("fuzz-two", "tenant-admin", "fuzz-two");
    int first = Integer.getInteger("meridian.fuzz.seed", 1);
    for (int seed = first; seed < first + ROUNDS; seed++) {
      String tokenOfOne = one.token();
      String tokenOfTwo = two.token();
      Path people = platform.folder().resolve("fuzz-people.yml");
      Files.writeString(
          people,
          """
          auth:
            - name: one
              fixedHeaders: [{name: Authorization, value: "Bearer %s"}]
            - name: two
              fixedHeaders: [{name: Authorization, value: "Bearer %s"}]
          """
              .formatted(tokenOfOne, tokenOfTwo));

      Path log = platform.folder().resolve("logs/fuzz-%d.log".formatted(seed));
      int code = fuzz(platform, people, seed, log);

      assertThat(code).as("%s", Files.readString(log)).isZero();
      // Or everything was answered that nobody is signed in, which proves nothing.
      new Api(platform.controlPlane().url(), () -> tokenOfOne).get("/me").expect(200);
      new Api(platform.controlPlane().url(), () -> tokenOfTwo).get("/me").expect(200);
    }
  }

  private static int fuzz(Platform platform, Path people, int seed, Path log)
      throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Checkout.folder().resolve("target/launcher/fuzz/bin/schemathesis").toString(),
                "--config-file=" + Checkout.folder().resolve("e2e/fuzz/schemathesis.toml"),
                "run",
                platform.controlPlane().url() + "/api/v1/openapi",
                "--auth-wfc=" + people,
                "--max-examples=" + EXAMPLES,
                // The same requests in each run, as far as ids allow; others with another seed.
                "--seed=" + seed,
                "--workers=2",
                "--request-timeout=30",
                "--continue-on-failure",
                "--no-color"));
    command.addAll(LEFT_OUT);
    Process run =
        new ProcessBuilder(command)
            .directory(platform.folder().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!run.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      run.destroyForcibly();
      throw new AssertionError("The fuzzer still runs: " + Files.readString(log));
    }
    return run.exitValue();
  }
}
