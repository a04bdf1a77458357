package dev.meridian.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A small HTTP server that answers as a test says and remembers what it was asked. */
public final class FakeControlPlane implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Function<Request, Answer>> routes = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What came in. */
  public record Request(
      String method, String path, String query, Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** What goes out; a negative status breaks the connection instead. */
  public record Answer(int status, String contentType, Map<String, String> headers, String body) {
    public static Answer json(String body) {
      return json(200, body);
    }

    public static Answer json(int status, String body) {
      return new Answer(status, "application/json", Map.of(), body);
    }

    public static Answer problem(int status, String body) {
      return new Answer(status, "application/problem+json", Map.of(), body);
    }

    public static Answer html(String body) {
      return new Answer(200, "text/html", Map.of(), body);
    }

    public static Answer broken() {
      return new Answer(-1, "", Map.of(), "");
    }

    public Answer with(String header, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(header, value);
      return new Answer(status, contentType, all, body);
    }
  }

  public FakeControlPlane() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers "METHOD /path" without its query. */
  public FakeControlPlane on(String methodAndPath, Function<Request, Answer> answer) {
    routes.put(methodAndPath, answer);
    return this;
  }

  public FakeControlPlane on(String methodAndPath, Answer answer) {
    return on(methodAndPath, request -> answer);
  }

  /** Everything that was asked, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests to one method and path. */
  public List<Request> requests(String methodAndPath) {
    return requests.stream()
        .filter(request -> (request.method() + " " + request.path()).equals(methodAndPath))
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getQuery();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              query == null ? "" : query,
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      requests.add(request);
      Answer answer =
          routes
              .getOrDefault(
                  request.method() + " " + request.path(),
                  any -> Answer.problem(404, "{\"title\":\"Not found\",\"status\":404}"))
              .apply(request);
      if (answer.status() < 0) {
        return;
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
