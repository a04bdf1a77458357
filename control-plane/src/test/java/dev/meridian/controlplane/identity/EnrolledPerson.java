package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What somebody has who has set up a second factor. */
record EnrolledPerson(TimeCodes codes, List<String> recoveryCodes) {
  static final String PATH = "/api/v1/me/second-factor";

  /** Sets one up for whoever is signed in in the browser. */
  static EnrolledPerson in(Browser browser, String password) {
    TimeCodes codes = new TimeCodes(offer(browser, password).path("secret").asString());
    HttpResponse<String> confirmed =
        browser.change(
            "POST",
            PATH + "/confirm",
            "{\"code\":\"%s\"}".formatted(codes.at(Instant.now())),
            Map.of());
    assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);
    return new EnrolledPerson(
        codes,
        Browser.JSON.readTree(confirmed.body()).path("recoveryCodes").values().stream()
            .map(JsonNode::asString)
            .toList());
  }

  static JsonNode offer(Browser browser, String password) {
    HttpResponse<String> offered =
        browser.change("POST", PATH, "{\"password\":\"%s\"}".formatted(password), Map.of());
    assertThat(offered.statusCode()).as(offered.body()).isEqualTo(200);
    return Browser.JSON.readTree(offered.body());
  }

  /** A code that was not used, as if the steps of those before were over. */
  String nextCode(RunningControlPlane server) {
    server.rows(
        SystemJob.IDENTITY, jdbc -> jdbc.sql("update second_factor set last_step = 0").update());
    return codes.at(Instant.now());
  }

  /** Six digits that are no code of this minute. */
  String wrongCode() {
    return List.of("000000", "111111", "222222", "333333").stream()
        .filter(code -> codes.stepOf(code, Instant.now(), 0).isEmpty())
        .filter(code -> codes.stepOf(code, Instant.now().plusSeconds(60), 0).isEmpty())
        .findFirst()
        .orElseThrow();
  }
}
