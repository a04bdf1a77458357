package dev.meridian.cli.packages;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fetches files that a package names by URL. */
final class RemoteFile {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(30);

  private RemoteFile() {}

  /**
   * Downloads into a file.
   *
   * @throws PackageBuildException when the server does not answer with the file
   */
  static void fetch(URI source, Path target) throws PackageBuildException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<Path> answer =
          client.send(
              HttpRequest.newBuilder(source).timeout(FETCH_TIMEOUT).build(),
              BodyHandlers.ofFile(target));
      if (answer.statusCode() != 200) {
        Files.deleteIfExists(target);
        throw failed(source, "the server answered " + answer.statusCode(), null);
      }
    } catch (IOException e) {
      throw failed(source, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(source, "the build was interrupted", e);
    }
  }

  private static PackageBuildException failed(URI source, String why, @Nullable Exception cause) {
    return new PackageBuildException(
        source + " cannot be downloaded: " + why + ". Check the address in artifacts.yml.", cause);
  }
}
