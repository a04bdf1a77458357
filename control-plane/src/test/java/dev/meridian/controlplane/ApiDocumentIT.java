package dev.meridian.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the committed OpenAPI document against the running server's. After a wanted change, {@code
 * -Dmeridian.openapi.write=true} writes it anew; the diff is part of the review.
 */
class ApiDocumentIT {
  @RegisterExtension
  static final RunningControlPlane controlPlane = new RunningControlPlane(Map.of());

  private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @Test
  void committedDocumentIsThatOfTheServer() throws Exception {
    String served;
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(controlPlane.url().resolve("/api/v1/openapi")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      served = answer.body();
    }
    ObjectNode document = (ObjectNode) JSON.readTree(served);
    assertThat(document.path("openapi").asString()).startsWith("3.1");
    // The address is that of this run and no part of the contract.
    document.remove("servers");
    String text = JSON.writeValueAsString(document) + "\n";
    if (Boolean.getBoolean("meridian.openapi.write")) {
      Files.writeString(COMMITTED, text);
    }
    assertThat(text)
        .as("the API changed; write it with -Dmeridian.openapi.write=true and review the diff")
        .isEqualTo(Files.readString(COMMITTED));
  }
}
