package dev.meridian.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** Keeps every line of an event stream from when it is opened until it is closed. */
final class EventListener implements AutoCloseable {
  private final StringBuffer lines = new StringBuffer();
  private final InputStream in;
  private final Thread reader;

  EventListener(URI stream, String token) {
    try {
      in =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(stream)
                      .header("Accept", "text/event-stream")
                      .header("Authorization", "Bearer " + token)
                      .build(),
                  BodyHandlers.ofInputStream())
              .body();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    reader = Thread.ofVirtual().start(this::read);
  }

  private void read() {
    Scanner scanner = new Scanner(in, StandardCharsets.UTF_8);
    while (scanner.hasNextLine()) {
      lines.append(scanner.nextLine()).append('\n');
    }
  }

  String lines() {
    return lines.toString();
  }

  /** Whether the server has ended the stream. */
  boolean ended() {
    return !reader.isAlive();
  }

  @Override
  public void close() {
    try {
      in.close();
      reader.join();
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
