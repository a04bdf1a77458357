package dev.meridian.controlplane.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.controlplane.testing.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;

/** A real Keycloak with the realm of deploy/keycloak, as a process of its own. */
final class KeycloakServer implements AutoCloseable {
  static final String SYNC_SECRET = "the secret of the synchronisation";
  static final String WEB_SECRET = "the secret of the web";
  static final String ADMIN = "ada";
  static final String PASSWORD = "correct horse battery staple";

  /**
   * It takes half a minute on two cores that nobody else uses, and far longer beside other work.
   */
  private static final Duration START = Duration.ofMinutes(5);

  private static final String ROOT = "root";

  private final Process process;
  private final int port;
  private final Path log;

  private KeycloakServer(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static KeycloakServer start() {
    try {
      Path home = home();
      Path imports = Files.createDirectories(home.resolve("data/import"));
      Files.copy(
          Path.of("../deploy/keycloak/meridian-realm.json"),
          imports.resolve("meridian-realm.json"),
          StandardCopyOption.REPLACE_EXISTING);
      int port = freePort();
      Path log = home.resolveSibling("keycloak.log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  "sh",
                  "bin/kc.sh",
                  "start-dev",
                  "--db=dev-mem",
                  "--import-realm",
                  "--http-host=127.0.0.1",
                  "--http-port=" + port)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "JAVA_HOME", System.getProperty("java.home"),
                  // It lives for a minute, so that no better compiler pays.
                  "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m -XX:TieredStopAtLevel=1",
                  "KC_BOOTSTRAP_ADMIN_USERNAME", ROOT,
                  "KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD,
                  "MERIDIAN_URL", "http://localhost",
                  "MERIDIAN_OIDC_CLIENT_SECRET", WEB_SECRET,
                  "MERIDIAN_KEYCLOAK_CLIENT_SECRET", SYNC_SECRET,
                  "MERIDIAN_ADMIN_USERNAME", ADMIN,
                  "MERIDIAN_ADMIN_EMAIL", "ada@example.org",
                  "MERIDIAN_ADMIN_PASSWORD", PASSWORD));
      KeycloakServer server = new KeycloakServer(builder.start(), port, log);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("target/keycloak"))) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("bin")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("run by Maven, which unpacks Keycloak"))
          .toAbsolutePath();
    }
  }

  private void awaitReady() {
    try {
      await("Keycloak is ready; its log: " + log)
          .atMost(START)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
                return answers();
              });
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private boolean answers() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(URI.create(issuer())).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  String issuer() {
    return url() + "/realms/meridian";
  }

  /** As an administrator of Keycloak. */
  Keycloak admin() {
    return KeycloakBuilder.builder()
        .serverUrl(url())
        .realm("master")
        .clientId("admin-cli")
        .username(ROOT)
        .password(PASSWORD)
        .build();
  }

  /** An access token of the realm. */
  String token(Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(
                one ->
                    one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        new Browser(URI.create(url()))
            .send(
                HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.JSON.readTree(answer.body()).path("access_token").asString();
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    await("Keycloak has ended")
        .atMost(Duration.ofSeconds(20))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
