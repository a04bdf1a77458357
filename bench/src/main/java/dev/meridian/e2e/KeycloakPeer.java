package dev.meridian.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real Keycloak in its production mode as a process of its own, with a realm of programs that get
 * tokens by their secrets, in a database of its own on the server that the control plane uses.
 */
@NullMarked
final class KeycloakPeer implements AutoCloseable {
  /** As Maven unpacks it, see the module's pom.xml. */
  private static final String UNPACKED = "bench/target/keycloak";

  private static final String REALM = "bench";

  /** It first puts itself together for its settings. */
  private static final Duration START = Duration.ofMinutes(10);

  private final RunningProcess process;
  private final URI url;
  private final HttpClient http;

  private KeycloakPeer(RunningProcess process, URI url, HttpClient http) {
    this.process = process;
    this.url = url;
    this.http = http;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param memory the most that its heap may have, as a JVM reads it
   */
  static KeycloakPeer start(
      Platform platform, List<ClientSecret> clients, String memory, HttpClient http) {
    Path home = home();
    writeRealm(home.resolve("data/import/bench-realm.json"), clients);
    platform.database().change("create database keycloak");
    Map<String, String> database = platform.database().settings();
    String url = Objects.requireNonNull(database.get("MERIDIAN_DB_URL"));
    int port = Ports.free();
    RunningProcess process =
        RunningProcess.startProgram(
            "Keycloak",
            List.of(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--db=postgres"),
            Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx" + memory,
                "KC_DB_URL", url.replaceFirst("/postgres$", "/keycloak"),
                "KC_DB_USERNAME", Objects.requireNonNull(database.get("MERIDIAN_DB_USER")),
                "KC_DB_PASSWORD", Objects.requireNonNull(database.get("MERIDIAN_DB_PASSWORD")),
                // By this the platform finds what is left of it.
                "TMPDIR", platform.folder().toString()),
            platform.folder().resolve("logs/keycloak.log"));
    KeycloakPeer peer = new KeycloakPeer(process, URI.create("http://127.0.0.1:" + port), http);
    try {
      MeasuredPlatform.await("Keycloak answers", START, peer::answers, process::lastLines);
      return peer;
    } catch (RuntimeException e) {
      peer.close();
      throw e;
    }
  }

  private static Path home() {
    Path unpacked = Checkout.folder().resolve(UNPACKED);
    if (!Files.isDirectory(unpacked)) {
      throw new IllegalStateException(
          "Keycloak is not in %s. Run mvn -pl bench dependency:unpack@keycloak first."
              .formatted(unpacked));
    }
    try (Stream<Path> folders = Files.list(unpacked)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("bin/kc.sh")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("There is no bin/kc.sh below " + unpacked));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void writeRealm(Path file, List<ClientSecret> clients) {
    ObjectNode realm =
        JsonMapper.shared()
            .createObjectNode()
            .put("realm", REALM)
            .put("enabled", true)
            // The load comes by HTTP, as to the control plane.
            .put("sslRequired", "none");
    ArrayNode all = realm.putArray("clients");
    for (ClientSecret client : clients) {
      all.addObject()
          .put("clientId", client.id())
          .put("secret", client.secret())
          .put("publicClient", false)
          .put("serviceAccountsEnabled", true)
          .put("standardFlowEnabled", false);
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, realm.toString());
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private boolean answers() {
    if (!process.alive()) {
      throw new IllegalStateException("It ended: " + process.lastLines());
    }
    try {
      return http.send(
                  HttpRequest.newBuilder(url.resolve("/realms/" + REALM))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  TokenEndpoint tokens() {
    return new TokenEndpoint(
        url.resolve("/realms/" + REALM + "/protocol/openid-connect/token"), http);
  }

  @Override
  public void close() {
    process.stop();
  }
}
