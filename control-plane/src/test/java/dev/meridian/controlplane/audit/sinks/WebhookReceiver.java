package dev.meridian.controlplane.audit.sinks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A web server that takes deliveries down and answers as it is told. */
final class WebhookReceiver implements AutoCloseable {
  /** A request as it came. */
  record Delivery(String path, String id, long timestamp, String signature, String body) {}

  private final HttpServer server;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          deliveries.add(
              new Delivery(
                  exchange.getRequestURI().toString(),
                  headers.getFirst(Signature.DELIVERY),
                  Long.parseLong(headers.getFirst(Signature.TIMESTAMP)),
                  headers.getFirst(Signature.SIGNATURE),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          Integer answer = answers.poll();
          int status = answer == null ? 204 : answer;
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/audit?to=siem";
  }

  /** The statuses of the next answers; then 204. */
  void answer(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
