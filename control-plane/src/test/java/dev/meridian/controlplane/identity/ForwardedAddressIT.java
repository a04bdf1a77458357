package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that no proxy was named to. */
class ForwardedAddressIT {
  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(Map.of("meridian.rate-limit.token-address", "3/5m"));

  @Test
  void letsNobodyInventTheAddressTheyComeFrom() {
    for (int i = 0; i < 3; i++) {
      assertThat(guess("192.0.2." + i).statusCode()).isEqualTo(400);
    }

    assertThat(guess("192.0.2.99").statusCode()).isEqualTo(429);
  }

  private static HttpResponse<String> guess(String claimed) {
    return new Browser(server.url())
        .send(
            HttpRequest.newBuilder(server.url().resolve("/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", claimed)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "grant_type=refresh_token&client_id=meridian-cli&refresh_token=guessed")));
  }
}
