package dev.meridian.tenancy.keys;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
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
  private final HttpClient http;
  private final JsonMapper json = JsonMapper.builder().build();
  private volatile Newest newest = new Newest(0, 0);

  public VaultTransit(VaultSettings settings) {
    this.settings = settings;
    this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte[] wrap(byte[] key, String context) {
    JsonNode answer =
        post(
            "encrypt/" + settings.key(),
            Map.of("plaintext", base64(key), "associated_data", associated(context)),
            "wrap the key '" + context + "'");
    return answer.path("data").path("ciphertext").asString("").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String context) {
    JsonNode answer =
        post(
            "decrypt/" + settings.key(),
            Map.of(
                "ciphertext",
                new String(wrapped, StandardCharsets.US_ASCII),
                "associated_data",
                associated(context)),
            "open the key '" + context + "'");
    return Base64.getDecoder().decode(answer.path("data").path("plaintext").asString(""));
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
    JsonNode answer = send(request("keys/" + settings.key()).GET(), "read the version of the key");
    int version = answer.path("data").path("latest_version").asInt(0);
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
            .timeout(TIMEOUT)
            .header("X-Vault-Request", "true")
            .header("X-Vault-Token", settings.token());
    if (!settings.namespace().isEmpty()) {
      request.header("X-Vault-Namespace", settings.namespace());
    }
    return request;
  }

  private JsonNode send(HttpRequest.Builder request, String purpose) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new KeyEncryptionException(
            "Vault at %s would not %s: %d %s. %s"
                .formatted(
                    settings.address(),
                    purpose,
                    answer.statusCode(),
                    errors(answer.body()),
                    advice(answer.statusCode())),
            null);
      }
      return answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body());
    } catch (IOException | JacksonException e) {
      throw new KeyEncryptionException(
          "Vault at %s cannot be asked to %s: %s. Check that it runs, is unsealed and can be reached."
              .formatted(settings.address(), purpose, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyEncryptionException("Interrupted while Vault was asked to " + purpose, e);
    }
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
