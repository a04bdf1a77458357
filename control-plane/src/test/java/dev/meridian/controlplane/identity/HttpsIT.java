package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.controlplane.testing.TestCertificate;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate that its own JVM does not trust. */
class HttpsIT {
  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static RunningControlPlane server;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.inFolder(folder);
    server = new RunningControlPlane(certificate.settings());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static Browser browser() throws Exception {
    return new Browser(server.url(), HttpClient.newBuilder().sslContext(certificate.trusted()));
  }

  @Test
  void signsPeopleInWithoutARequestToItself() throws Exception {
    Browser browser = browser();

    browser.signIn("admin", RunningControlPlane.ADMIN_PASSWORD, "/");

    assertThat(browser.json("/api/v1/me").path("username").asString()).isEqualTo("admin");
  }

  @Test
  void leadsBrowsersToAddressesWithTlsAlone() throws Exception {
    List<URI> visited = new ArrayList<>();
    Optional<HttpResponse<String>> page = Optional.of(browser().get("/login/start?returnTo=/"));
    while (page.isPresent()) {
      visited.add(page.get().uri());
      page = page.get().previousResponse();
    }

    String wayBack = server.url() + "/login/oauth2/code/";
    assertThat(visited).allMatch(uri -> uri.getScheme().equals("https"));
    assertThat(visited)
        .extracting(uri -> URLDecoder.decode(uri.toString(), StandardCharsets.UTF_8))
        .anyMatch(
            uri -> uri.contains("/oauth2/authorize?") && uri.contains("redirect_uri=" + wayBack));
  }

  @Test
  void keepsTheSessionToItselfAndToTls() throws Exception {
    HttpResponse<String> first = browser().get("/login/start?returnTo=/");
    while (first.previousResponse().isPresent()) {
      first = first.previousResponse().get();
    }

    assertThat(first.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("__Host-MERIDIAN_SESSION=")
        .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict")
        .doesNotContain("Domain=");
  }

  @Test
  void tellsBrowsersNeverToComeWithoutTls() throws Exception {
    for (String path : List.of("/login", "/api/v1/me", "/oauth2/jwks")) {
      assertThat(browser().get(path).headers().firstValue("Strict-Transport-Security").orElse(""))
          .as(path)
          .startsWith("max-age=31536000");
    }
  }

  @Test
  void answersNothingInTheClear() {
    HttpResponse<String> answer =
        new Browser(URI.create("http://localhost:" + server.url().getPort())).get("/login");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("requires TLS").doesNotContain("password");
  }

  @Test
  void answersProbesWithoutASignIn() throws Exception {
    for (String probe : List.of("liveness", "readiness")) {
      HttpResponse<String> answer = browser().get("/actuator/health/" + probe);
      assertThat(answer.statusCode()).as(probe).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }
  }

  @Test
  void showsTheApiInSwaggerUi() throws Exception {
    HttpResponse<String> page = browser().get("/swagger-ui");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("swagger-initializer.js");
    assertThat(browser().get("/swagger-ui/swagger-initializer.js").body())
        .contains("/api/v1/openapi");
    assertThat(browser().json("/api/v1/openapi").path("openapi").asString()).startsWith("3.1");
  }
}
