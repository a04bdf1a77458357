package dev.meridian.tenancy.keys;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key-encryption key in the transit engine of HashiCorp Vault or of a server that speaks its HTTP
 * API, such as OpenBao. The key never leaves it. Each call takes at most {@link #TIMEOUT}.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/transit">the API</a>
 */
public final class VaultTransit implements KeyEncryption {
  public static final String NAME = "vault";
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration NEWEST_KEPT = Duration.ofMinutes(1);

  private record Newest(int version, long readAt) {}

  private final VaultSettings settings;
  private final Duration timeout;
  private final HttpClient http;
  private final JsonMapper json = JsonMapper.builder().build();
  private volatile Newest newest = new Newest(0, 0);

  public VaultTransit(VaultSettings settings) {
    this(settings, TIMEOUT);
  }

  VaultTransit(VaultSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
    this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte[] wrap(byte[] key, String context) {
    String purpose = "wrap the key '" + context + "'";
    JsonNode answer =
        post(
            "encrypt/" + settings.key(),
            Map.of("plaintext", base64(key), "associated_data", associated(context)),
            purpose);
    return text(answer, "ciphertext", purpose).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String context) {
    String purpose = "open the key '" + context + "'";
    JsonNode answer =
        post(
            "decrypt/" + settings.key(),
            Map.of(
                "ciphertext",
                new String(wrapped, StandardCharsets.US_ASCII),
                "associated_data",
                associated(context)),
            purpose);
    try {
      return Base64.getDecoder().decode(text(answer, "plaintext", purpose));
    } catch (IllegalArgumentException e) {
      // Not as the cause: it quotes what may be a key.
      throw strange(purpose, "its answer holds no Base64");
    }
  }

  /** What Vault encrypts begins with {@code vault:v<version>:}. */
  @Override
  public boolean isNewest(byte[] wrapped) {
    String text = new String(wrapped, StandardCharsets.US_ASCII);
    return text.startsWith("vault:v" + newestVersion() + ":");
  }

  @Override
  public void rotate() {
    post("keys/" + settings.key() + "/rotate", Map.of(), "rotate the key");
    newest = new Newest(0, 0);
  }

  private int newestVersion() {
    Newest known = newest;
    if (known.version() > 0 && System.nanoTime() - known.readAt() < NEWEST_KEPT.toNanos()) {
      return known.version();
    }
    String purpose = "read the version of the key";
    JsonNode answer = send(request("keys/" + settings.key()).GET(), purpose);
    int version = answer.path("data").path("latest_version").asInt(0);
    if (version == 0) {
      throw strange(purpose, "its answer has no latest_version");
    }
    newest = new Newest(version, System.nanoTime());
    return version;
  }

  private JsonNode post(String path, Map<String, ?> body, String purpose) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))),
        purpose);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(settings.address() + "/v1/" + settings.mount() + "/" + path))
            .timeout(timeout)
            .header("X-Vault-Request", "true")
            .header("X-Vault-Token", settings.token());
    if (!settings.namespace().isEmpty()) {
      request.header("X-Vault-Namespace", settings.namespace());
    }
    return request;
  }

  private JsonNode send(HttpRequest.Builder request, String purpose) {
    try {
      HttpResponse<String> answer = exchange(request.build());
      if (answer.statusCode() / 100 != 2) {
        throw new KeyEncryptionException(
            "Vault at %s would not %s: %d %s. %s"
                .formatted(
                    settings.address(),
                    purpose,
                    answer.statusCode(),
                    errors(answer.body()),
                    advice(answer.statusCode())),
            null,
            answer.statusCode() == 503);
      }
      return answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body());
    } catch (IOException e) {
      throw new KeyEncryptionException(
          "Vault at %s cannot be asked to %s: %s. Check that it runs, is unsealed and can be reached."
              .formatted(settings.address(), purpose, e),
          e,
          true);
    } catch (JacksonException e) {
      // Not as the cause: it quotes the answer, which may hold a key.
      throw strange(purpose, "its answer is no JSON");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyEncryptionException("Interrupted while Vault was asked to " + purpose, e);
    }
  }

  /** The timeout of a request alone ends with the answer's headers; this one with its body. */
  private HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + timeout);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private String text(JsonNode answer, String member, String purpose) {
    String text = answer.path("data").path(member).asString("");
    if (text.isEmpty()) {
      throw strange(purpose, "its answer has no " + member);
    }
    return text;
  }

  private KeyEncryptionException strange(String purpose, String what) {
    return new KeyEncryptionException(
        "Vault at %s was asked to %s, but %s. Check the address: something else may answer there."
            .formatted(settings.address(), purpose, what),
        null);
  }

  /** Only Vault's own messages: the body of an answer may hold a key. */
  private String errors(String body) {
    try {
      JsonNode errors = json.readTree(body).path("errors");
      return errors.isArray() ? errors.toString() : "";
    } catch (JacksonException e) {
      return "";
    }
  }

  private String advice(int status) {
    return switch (status) {
      case 403 ->
          "Check the token's policy: it needs update on %s/encrypt/%s and %s/decrypt/%s, and read on %s/keys/%s."
              .formatted(
                  settings.mount(),
                  settings.key(),
                  settings.mount(),
                  settings.key(),
                  settings.mount(),
                  settings.key());
      case 404 -> "Check the mount and the name of the key.";
      case 503 -> "Vault is sealed or in standby: unseal it.";
      default -> "Look into Vault's audit log.";
    };
  }

  private static String associated(String context) {
    return base64(context.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
