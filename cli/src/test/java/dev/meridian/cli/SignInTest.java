package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.FakeControlPlane.Request;
import dev.meridian.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();
  private final AtomicBoolean approved = new AtomicBoolean();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  /** The pages of an authorization server: sign in, then approve the code. */
  @BeforeEach
  void authorizationServer() {
    controlPlane
        .on(
            "POST /oauth2/device_authorization",
            Answer.json(
                """
                {"device_code":"dev-1","user_code":"ABCD-EFGH","verification_uri":"%1$s/activate",
                 "verification_uri_complete":"%1$s/activate?user_code=ABCD-EFGH",
                 "expires_in":300,"interval":1}
                """
                    .formatted(controlPlane.url())))
        .on("GET /activate", this::activate)
        .on(
            "GET /login",
            Answer.html(
                "<form method='post' action=\"/login\"><input name=username>"
                    + "<input type=\"password\" name=\"password\"/>"
                    + "<input type='hidden' name='_csrf' value='c&amp;1'><button type=submit>Go</button></form>"))
        .on("POST /login", this::signIn)
        .on(
            "POST /oauth2/device_verification",
            request -> {
              approved.set(request.body().contains("user_code=ABCD-EFGH"));
              return Answer.html("<p>You may close this window</p>");
            })
        .on("POST /oauth2/token", this::token)
        .on(
            "GET /api/v1/me",
            request ->
                request.header("Authorization").equals("Bearer access-2")
                    ? Answer.json("{\"username\":\"dana\"}")
                    : Answer.problem(401, "{\"title\":\"Not signed in\",\"status\":401}"));
  }

  private Answer activate(Request request) {
    return request.header("Cookie").contains("SESSION=s")
        ? Answer.html(
            "<form method=\"post\" action=\"/oauth2/device_verification\">"
                + "<input type=text name=user_code value=\"ABCD-EFGH\"></form>")
        : redirect("/login");
  }

  private Answer signIn(Request request) {
    return request.body().contains("password=right") && request.body().contains("_csrf=c%261")
        ? redirect("/activate?user_code=ABCD-EFGH").with("Set-Cookie", "SESSION=s; Path=/")
        : redirect("/login?error");
  }

  private Answer redirect(String to) {
    return new Answer(302, "text/html", Map.of("Location", controlPlane.url() + to), "");
  }

  private Answer token(Request request) {
    if (request.body().contains("refresh_token=refresh-1")) {
      return Answer.json(
          "{\"access_token\":\"access-2\",\"refresh_token\":\"refresh-2\",\"expires_in\":300}");
    }
    return approved.get()
        ? Answer.json(
            "{\"access_token\":\"access-2\",\"refresh_token\":\"refresh-1\",\"expires_in\":300}")
        : Answer.json(400, "{\"error\":\"authorization_pending\"}");
  }

  private CommandRun command() {
    return new CommandRun(config).with("MERIDIAN_URL", controlPlane.url());
  }

  @Test
  void signsInWithAPasswordByWalkingThePagesAndKeepsTheTokensPrivate() throws IOException {
    CommandRun.Result result =
        command().typing("right\n").run("login", "--username", "dana", "--password-stdin");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("as dana");
    Path file = config.resolve("sign-ins.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(command().run("version").out()).doesNotContain("access-2");
  }

  @Test
  void saysThatThePasswordIsWrong() {
    CommandRun.Result result =
        command().typing("wrong\n").run("login", "--username", "dana", "--password-stdin");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("password").doesNotContain("wrong\n");
    assertThat(config.resolve("sign-ins.json")).doesNotExist();
  }

  @Test
  void saysThatASecondFactorNeedsAPerson() {
    controlPlane
        .on("POST /login", redirect("/login/code").with("Set-Cookie", "SESSION=half; Path=/"))
        .on(
            "GET /login/code",
            Answer.html(
                "<form method=\"post\" action=\"/login/code\"><input name=\"code\" type=\"text\"></form>"));

    CommandRun.Result result =
        command().typing("right\n").run("login", "--username", "dana", "--password-stdin");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("dana has a second factor", "service account");
  }

  @Test
  void neverTakesAPasswordFromTheCommandLine() {
    assertThat(command().run("login", "--username", "dana").exitCode()).isEqualTo(2);
  }

  @Test
  void renewsATokenThatRanOutAndKeepsTheNewOne() throws IOException {
    Files.writeString(
        config.resolve("sign-ins.json"),
        """
        {"last":"%1$s","signIns":{"%1$s":{"accessToken":"access-1","refreshToken":"refresh-1",
         "expiresAt":"2020-01-01T00:00:00Z","username":"dana"}}}
        """
            .formatted(controlPlane.url()));
    controlPlane.on(
        "GET /api/v1/regions",
        request ->
            request.header("Authorization").equals("Bearer access-2")
                ? Answer.json("{\"items\":[],\"nextCursor\":null}")
                : Answer.problem(401, "{\"title\":\"Not signed in\",\"status\":401}"));

    CommandRun.Result result = new CommandRun(config).run("region", "list");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Files.readString(config.resolve("sign-ins.json")))
        .contains("access-2", "refresh-2")
        .doesNotContain("refresh-1");
  }

  @Test
  void endsTheSessionAtTheControlPlaneAndForgetsTheTokensWhenSignedOut() throws IOException {
    AtomicReference<String> revoked = new AtomicReference<>("");
    controlPlane.on(
        "POST /oauth2/revoke",
        request -> {
          revoked.set(request.body());
          return Answer.json("{}");
        });
    command().typing("right\n").run("login", "--username", "dana", "--password-stdin");

    CommandRun.Result result = command().run("logout");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("Signed out of " + controlPlane.url());
    assertThat(result.err()).isEmpty();
    assertThat(revoked.get()).contains("token=refresh-1", "client_id=meridian-cli");
    assertThat(Files.readString(config.resolve("sign-ins.json"))).doesNotContain("access-2");
    assertThat(command().run("logout").out()).contains("Nobody was signed in");
    assertThat(Json.parse(command().run("logout", "--json").out()).toString())
        .contains("\"wasSignedIn\":false", "\"ended\":false");
  }

  @Test
  void forgetsTheTokensWithAWarningWhenTheControlPlaneIsAway() throws IOException {
    command().typing("right\n").run("login", "--username", "dana", "--password-stdin");
    controlPlane.close();

    CommandRun.Result result = command().run("logout");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("Forgot the tokens").doesNotContain("Signed out");
    assertThat(result.err()).contains("Warning", "has not ended at the control plane");
    assertThat(Files.readString(config.resolve("sign-ins.json"))).doesNotContain("access-2");
  }

  @Test
  void forgetsTheTokensWithAWarningWhenTheControlPlaneRefusesToEndTheSession() throws IOException {
    controlPlane.on("POST /oauth2/revoke", Answer.json(401, "{\"error\":\"invalid_client\"}"));
    command().typing("right\n").run("login", "--username", "dana", "--password-stdin");

    CommandRun.Result result = command().run("logout");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("Warning", "invalid_client");
    assertThat(Files.readString(config.resolve("sign-ins.json"))).doesNotContain("access-2");
  }

  @Test
  void saysHowLongToWaitAfterTooManyWrongPasswords() {
    controlPlane.on(
        "POST /login",
        request ->
            new Answer(429, "text/html", Map.of("Retry-After", "27"), "<p>Wait a little</p>"));

    CommandRun.Result result =
        command().typing("wrong\n").run("login", "--username", "dana", "--password-stdin");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("Too many sign-ins", "Wait 27 seconds");
  }

  @Test
  void signsAServiceAccountInFromTheEnvironment() {
    controlPlane
        .on(
            "POST /oauth2/token",
            request ->
                request.header("Authorization").startsWith("Basic ")
                        && request.body().contains("client_credentials")
                    ? Answer.json("{\"access_token\":\"service\",\"expires_in\":60}")
                    : Answer.json(401, "{\"error\":\"invalid_client\"}"))
        .on(
            "GET /api/v1/regions",
            request ->
                request.header("Authorization").equals("Bearer service")
                    ? Answer.json("{\"items\":[],\"nextCursor\":null}")
                    : Answer.problem(401, "{\"status\":401}"));

    CommandRun.Result result =
        command()
            .with("MERIDIAN_CLIENT_ID", "ci")
            .with("MERIDIAN_CLIENT_SECRET", "s")
            .run("region", "list");

    assertThat(result.exitCode()).as(result.err()).isZero();
  }
}
