package dev.meridian.tenancy.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The transit engine of a Vault with one key, as its API is documented, for tests; can be told to
 * misbehave. It really encrypts, so that nothing passes by the shape of an answer alone.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/transit">the API</a>
 */
public final class ScriptedVault implements AutoCloseable {
  public static final String TOKEN = "hvs.CAESIscripted-token";
  private static final String KEY = "/v1/transit/keys/meridian";
  private static final String ENVELOPE =
      """
      {"request_id":"6c6a6f8e-0f0f-4c58-8ab9-5a54d4bdb2f0","lease_id":"","renewable":false,
       "lease_duration":0,"data":%s,"wrap_info":null,"warnings":null,"auth":null}
      """;

  /** What goes wrong. */
  public enum Trouble {
    NONE,
    SEALED,
    FORBIDDEN,
    NO_ROUTE,
    /** Takes the request and says nothing. */
    SILENT,
    /** Sends headers and a piece of the answer, then nothing. */
    STUCK,
    /** A whole answer that is no JSON and quotes what was asked. */
    GARBAGE,
    /** The right answer, cut off in the middle of the key. */
    CUT,
    /** JSON without what was asked for. */
    EMPTY
  }

  /** One request as it came in. */
  public record Request(String method, String path, String token, String namespace) {}

  private final HttpServer server;
  private final JsonMapper json = JsonMapper.builder().build();
  private final List<SecretKeySpec> versions = new ArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Trouble trouble = Trouble.NONE;

  public ScriptedVault() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    rotate();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Settings with a token that this server takes. */
  public VaultSettings settings(Path directory) {
    try {
      Path file = Files.writeString(directory.resolve("vault-token"), TOKEN + "\n");
      return new VaultSettings(address(), "", "transit", "meridian", file);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  public void trouble(Trouble kind) {
    trouble = kind;
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              header(exchange, "X-Vault-Token"),
              header(exchange, "X-Vault-Namespace"));
      requests.add(request);
      JsonNode body = body(exchange);
      switch (trouble) {
        case SEALED -> errors(exchange, 503, "Vault is sealed");
        case FORBIDDEN -> errors(exchange, 403, "1 error occurred:\n\t* permission denied\n\n");
        case NO_ROUTE ->
            errors(exchange, 404, "no handler for route \"transit\". route entry not found.");
        case SILENT -> hang();
        case STUCK -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"data\":{".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          hang();
        }
        case GARBAGE -> send(exchange, 200, "<html>" + body + TOKEN);
        case CUT ->
            send(
                exchange,
                200,
                "{\"data\":{\"plaintext\":" + body.path("plaintext").asString("") + TOKEN);
        case EMPTY -> send(exchange, 200, "{\"data\":{}}");
        case NONE -> answer(exchange, request, body);
      }
    }
  }

  private void answer(HttpExchange exchange, Request request, JsonNode body) throws IOException {
    if (!request.token().equals(TOKEN)) {
      errors(exchange, 403, "permission denied");
      return;
    }
    switch (request.method() + " " + request.path()) {
      case "POST /v1/transit/encrypt/meridian" -> encrypt(exchange, body);
      case "POST /v1/transit/decrypt/meridian" -> decrypt(exchange, body);
      case "POST " + KEY + "/rotate" -> {
        rotate();
        read(exchange);
      }
      case "GET " + KEY -> read(exchange);
      default -> errors(exchange, 404, "no handler for route");
    }
  }

  private synchronized void read(HttpExchange exchange) throws IOException {
    ObjectNode data = json.createObjectNode();
    data.put("type", "aes256-gcm96").put("name", "meridian").put("latest_version", versions.size());
    data.put("min_decryption_version", 1).put("exportable", false);
    send(exchange, 200, ENVELOPE.formatted(data));
  }

  private synchronized void encrypt(HttpExchange exchange, JsonNode body) throws IOException {
    byte[] nonce = new byte[12];
    new SecureRandom().nextBytes(nonce);
    int version = versions.size();
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, version, nonce, body)
              .doFinal(Base64.getDecoder().decode(body.path("plaintext").asString()));
      byte[] whole = new byte[12 + sealed.length];
      System.arraycopy(nonce, 0, whole, 0, 12);
      System.arraycopy(sealed, 0, whole, 12, sealed.length);
      ObjectNode data = json.createObjectNode();
      data.put("ciphertext", "vault:v" + version + ":" + Base64.getEncoder().encodeToString(whole));
      data.put("key_version", version);
      send(exchange, 200, ENVELOPE.formatted(data));
    } catch (GeneralSecurityException defect) {
      throw new IllegalStateException(defect);
    }
  }

  private synchronized void decrypt(HttpExchange exchange, JsonNode body) throws IOException {
    String[] parts = body.path("ciphertext").asString().split(":", 3);
    if (parts.length != 3 || !parts[0].equals("vault")) {
      errors(exchange, 400, "invalid ciphertext: no prefix");
      return;
    }
    try {
      byte[] whole = Base64.getDecoder().decode(parts[2]);
      byte[] opened =
          cipher(
                  Cipher.DECRYPT_MODE,
                  Integer.parseInt(parts[1].substring(1)),
                  java.util.Arrays.copyOf(whole, 12),
                  body)
              .doFinal(whole, 12, whole.length - 12);
      ObjectNode data = json.createObjectNode();
      data.put("plaintext", Base64.getEncoder().encodeToString(opened));
      send(exchange, 200, ENVELOPE.formatted(data));
    } catch (AEADBadTagException | IllegalArgumentException changed) {
      errors(exchange, 400, "cipher: message authentication failed");
    } catch (GeneralSecurityException defect) {
      throw new IllegalStateException(defect);
    }
  }

  private Cipher cipher(int mode, int version, byte[] nonce, JsonNode body)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, versions.get(version - 1), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(Base64.getDecoder().decode(body.path("associated_data").asString("")));
    return cipher;
  }

  private synchronized void rotate() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    versions.add(new SecretKeySpec(key, "AES"));
  }

  private void hang() {
    try {
      closed.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void errors(HttpExchange exchange, int status, String message) throws IOException {
    ObjectNode errors = json.createObjectNode();
    errors.putArray("errors").add(message);
    send(exchange, status, errors.toString());
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    return bytes.length == 0 ? json.createObjectNode() : json.readTree(bytes);
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
