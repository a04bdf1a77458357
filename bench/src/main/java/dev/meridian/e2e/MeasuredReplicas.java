package dev.meridian.e2e;

import dev.meridian.tenancy.ManyInstances;
import dev.meridian.tenancy.ManyTenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/** Replicas of a control plane as real processes, on one durable database beside them. */
@NullMarked
public final class MeasuredReplicas implements AutoCloseable {
  /** What the launcher gives a control plane; its peer gets as much. */
  private static final String MEMORY = "768m";

  private final Platform platform;
  private final List<ControlPlaneProcess> replicas = new ArrayList<>();
  private final List<KeycloakPeer> peers = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private MeasuredReplicas(Platform platform) {
    this.platform = platform;
    replicas.add(platform.controlPlane());
  }

  /** One ready control plane with hardly anything in its database. */
  public static MeasuredReplicas start() {
    MeasuredPlatform.useCheckout();
    return new MeasuredReplicas(Platform.onOutsideDatabase());
  }

  /** Makes {@link ManyTenants}, and lets the database look at them. */
  public void fill() {
    fill(ManyTenants::fill);
  }

  /** Makes {@link ManyTenants} and {@link ManyInstances}, and lets the database look at them. */
  public void fillWithInstances() {
    fill(
        jdbc -> {
          ManyTenants.fill(jdbc);
          ManyInstances.fill(jdbc);
        });
  }

  private void fill(Consumer<JdbcClient> rows) {
    try (Connection open = platform.database().connect()) {
      rows.accept(JdbcClient.create(new SingleConnectionDataSource(open, true)));
      // As the database itself does after a while.
      Sql.change(open, "vacuum (analyze)");
    } catch (SQLException failed) {
      throw new IllegalStateException("The tenants cannot be made", failed);
    }
  }

  /** Starts one more on the same database, which speaks for the same address. */
  public void addReplica() {
    Path data = platform.folder().resolve("replica-" + replicas.size());
    TestFolder.create(data);
    Map<String, String> variables = new HashMap<>(platform.database().settings());
    variables.put("MERIDIAN_URL", "http://localhost:" + platform.controlPlane().url().getPort());
    variables.put("MERIDIAN_KEY_ENCRYPTION_KEY", keyEncryptionKey());
    ControlPlaneProcess replica =
        new ControlPlaneProcess(
            data, platform.folder().resolve("logs/" + data.getFileName() + ".log"), variables);
    replicas.add(replica);
    replica.start();
  }

  private String keyEncryptionKey() {
    try {
      return Files.readString(platform.folder().resolve("control-plane/key-encryption-key"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What the running database says of its own durability. */
  public Map<String, String> databaseSettings() {
    try (Connection open = platform.database().connect()) {
      return MeasuredPlatform.durability(open);
    } catch (SQLException refused) {
      throw new IllegalStateException("The database cannot be asked", refused);
    }
  }

  /** An access token of the platform's administrator that is good for some minutes. */
  public String adminToken() {
    return platform.admin().token();
  }

  /** Makes a service account with a role at a tenant, and a key with which it gets tokens. */
  public ClientSecret serviceAccount(String name, String role, String tenant) {
    String secret =
        platform
            .adminApi()
            .post(
                path(tenant) + "/service-accounts",
                "{\"username\":\"%s\",\"role\":\"%s\"}".formatted(name, role))
            .expect(201)
            .body()
            .at("/keys/0/secret")
            .asString();
    return new ClientSecret(name, secret);
  }

  /** Takes a role away, on the first replica. */
  public void takeRole(String name, String role, String tenant) {
    platform
        .adminApi()
        .delete(path(tenant) + "/members/" + name + "/roles/" + role, "")
        .expect(204);
  }

  /** A tenant in the API. */
  public static String path(String tenant) {
    return "/tenants/" + tenant.replace("/", "~");
  }

  /**
   * Asks a replica, the first of which is 0, and reads the answer to its end.
   *
   * @return the status
   */
  public int get(int replica, String token, String path) {
    return send(replica, token, path, BodyHandlers.discarding()).statusCode();
  }

  /**
   * The cursor of the page after the one that the first replica answers with; empty on the last.
   */
  public Optional<String> nextCursor(String token, String path) {
    HttpResponse<String> answer = send(0, token, path, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "GET %s was answered with %d: %s".formatted(path, answer.statusCode(), answer.body()));
    }
    return JsonMapper.shared().readTree(answer.body()).path("nextCursor").asStringOpt();
  }

  private <T> HttpResponse<T> send(
      int replica, String token, String path, HttpResponse.BodyHandler<T> body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(replicas.get(replica).url() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return http.send(request, body);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Where the first replica issues tokens. */
  public TokenEndpoint tokens() {
    return new TokenEndpoint(platform.controlPlane().url().resolve("/oauth2/token"), http);
  }

  /** Starts a Keycloak that knows these programs, with as much memory, on the same server. */
  public TokenEndpoint keycloak(List<ClientSecret> clients) {
    KeycloakPeer peer = KeycloakPeer.start(platform, clients, MEMORY, http);
    peers.add(peer);
    return peer.tokens();
  }

  @Override
  public void close() {
    try {
      peers.forEach(KeycloakPeer::close);
      replicas.stream().skip(1).forEach(replica -> replica.running().stop());
    } finally {
      platform.close();
    }
  }
}
