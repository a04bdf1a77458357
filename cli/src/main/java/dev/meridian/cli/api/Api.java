package dev.meridian.cli.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Requests to {@code /api/v1} of one control plane.
 *
 * <p>Every method throws {@link Refused} for an answer that is no success and {@link Unreachable}
 * when none comes. Requests that may be repeated without harm (reads, and creates, which carry an
 * Idempotency-Key) are repeated twice when the connection breaks under them.
 */
public final class Api {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final String VIEWING = "Meridian-Viewing";
  private static final int PAGE = 500;
  private static final int ATTEMPTS = 3;

  private final URI url;
  private final HttpClient http;
  private final Bearer bearer;
  private final Consumer<String> viewing;

  public Api(ControlPlaneAddress address, Bearer bearer) {
    this(address, bearer, tenant -> {});
  }

  /**
   * @param viewing told the path of the tenant that the caller views as, by each answer in a view
   */
  public Api(ControlPlaneAddress address, Bearer bearer, Consumer<String> viewing) {
    this.url = address.url();
    this.bearer = bearer;
    this.viewing = viewing;
    this.http = address.connection().build();
  }

  public URI url() {
    return url;
  }

  public JsonNode get(String path) {
    return tree(send("GET", path, BodyPublishers.noBody(), Map.of(), BodyHandlers.ofString()));
  }

  /** As {@link #get}, but a 404 is an empty result. */
  public Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (Refused refused) {
      if (refused.problem().status() == 404) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** Every item of a list, page after page. */
  public List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      String page = withQuery(path, "limit", String.valueOf(PAGE));
      JsonNode answer = get(cursor.isEmpty() ? page : withQuery(page, "cursor", cursor));
      if (answer.isArray()) {
        items.addAll(answer.values());
        return items;
      }
      items.addAll(answer.path("items").values());
      cursor = Json.text(answer, "/nextCursor");
    } while (!cursor.isEmpty());
    return items;
  }

  public JsonNode post(String path, JsonNode body) {
    return tree(send("POST", path, json(body), creating(), BodyHandlers.ofString()));
  }

  public JsonNode put(String path, JsonNode body) {
    return tree(send("PUT", path, json(body), jsonBody(), BodyHandlers.ofString()));
  }

  /**
   * Replaces what is at a path, or a part of it, as it is now: a change of somebody else between
   * the reading and the writing is refused by the server.
   *
   * @param whole the path whose entity tag is sent back
   */
  public JsonNode replace(String whole, String part, JsonNode body) {
    String tag =
        send("GET", whole, BodyPublishers.noBody(), Map.of())
            .headers()
            .firstValue("ETag")
            .orElse("*");
    return tree(
        send("PUT", part, json(body), Map.of("Content-Type", "application/json", "If-Match", tag)));
  }

  public JsonNode delete(String path, @Nullable JsonNode body) {
    return tree(
        send(
            "DELETE",
            path,
            body == null ? BodyPublishers.noBody() : json(body),
            body == null ? Map.of() : jsonBody(),
            BodyHandlers.ofString()));
  }

  /** Sends anything else; the caller reads status and headers of a success itself. */
  public HttpResponse<String> send(
      String method, String path, BodyPublisher body, Map<String, String> headers) {
    return send(method, path, body, headers, BodyHandlers.ofString());
  }

  /** Opens a body of unknown length, such as a followed log. */
  public HttpResponse<InputStream> open(String path, String accept) {
    return send(
        "GET",
        path,
        BodyPublishers.noBody(),
        Map.of("Accept", accept),
        BodyHandlers.ofInputStream());
  }

  /** A path with one more query parameter, encoded. */
  public static String withQuery(String path, String name, String value) {
    return path + (path.contains("?") ? '&' : '?') + name + '=' + encode(value);
  }

  /** A text as it stands in a path or query. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private <T> HttpResponse<T> send(
      String method,
      String path,
      BodyPublisher body,
      Map<String, String> headers,
      BodyHandler<T> handler) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1" + path)).method(method, body);
    request.setHeader("Accept", "application/json, application/problem+json");
    headers.forEach(request::setHeader);
    if (!headers.getOrDefault("Accept", "").equals("text/event-stream")) {
      request.timeout(ANSWER);
    }
    bearer.token().ifPresent(token -> request.setHeader("Authorization", "Bearer " + token));
    boolean repeatable = method.equals("GET") || headers.containsKey("Idempotency-Key");
    HttpResponse<T> answer = exchange(request.build(), handler, repeatable ? ATTEMPTS : 1);
    if (answer.statusCode() == 401) {
      Optional<String> token = bearer.renewed();
      if (token.isPresent()) {
        request.setHeader("Authorization", "Bearer " + token.get());
        answer = exchange(request.build(), handler, 1);
      }
    }
    answer.headers().firstValue(VIEWING).ifPresent(viewing);
    if (answer.statusCode() >= 300) {
      throw new Refused(Problem.of(answer.statusCode(), text(answer.body())));
    }
    return answer;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler, int attempts) {
    for (int attempt = 1; ; attempt++) {
      try {
        return http.send(request, handler);
      } catch (ConnectException failure) {
        throw new Unreachable(url, failure);
      } catch (IOException failure) {
        if (attempt >= attempts) {
          throw new Unreachable(url, failure);
        }
        pause(Duration.ofMillis(200L * attempt));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new Unreachable(url, interrupted);
      }
    }
  }

  private void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unreachable(url, interrupted);
    }
  }

  private static String text(Object body) {
    if (body instanceof InputStream stream) {
      try (stream) {
        return new String(stream.readNBytes(1 << 20), StandardCharsets.UTF_8);
      } catch (IOException broken) {
        return "the answer broke off: " + broken.getMessage();
      }
    }
    return String.valueOf(body);
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    return Json.parse(answer.body());
  }

  private static BodyPublisher json(JsonNode body) {
    return BodyPublishers.ofString(Json.compact(body));
  }

  private static Map<String, String> jsonBody() {
    return Map.of("Content-Type", "application/json");
  }

  private static Map<String, String> creating() {
    return Map.of(
        "Content-Type", "application/json", "Idempotency-Key", UUID.randomUUID().toString());
  }
}
