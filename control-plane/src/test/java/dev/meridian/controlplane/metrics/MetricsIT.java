package dev.meridian.controlplane.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant's Prometheus gets with the token of a service account. */
class MetricsIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static final String PROMETHEUS =
      "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private static Browser admin;
  private static String token;

  @BeforeAll
  static void twoTenantsThatHaveTheSame() {
    admin = Browser.admin(server);
    admin.publish(TestPackages.named("web", "1.0.0").zip());
    for (String tenant : new String[] {"acme", "globex"}) {
      change("/api/v1/tenants", "{\"name\":\"%s\"}".formatted(tenant), 201);
      install(tenant, "of-" + tenant);
    }
    change("/api/v1/tenants", "{\"name\":\"below\",\"parent\":\"acme\"}", 201);
    install("acme~below", "of-below");
    token = token("acme", "scraper", "metrics:read");
  }

  private static String change(String path, String body, int expected) {
    HttpResponse<String> answer = admin.change("POST", path, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    return answer.body();
  }

  private static void install(String tenant, String name) {
    String instances = "/api/v1/tenants/" + tenant + "/instances";
    change(
        instances,
        "{\"name\":\"%s\",\"package\":\"web\",\"allowWaiting\":true}".formatted(name),
        202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.json(instances + "/" + name + "/pods").path("items").size() == 2);
  }

  /** A token as a pipeline gets one, limited to a permission. */
  private static String token(String tenant, String robot, String scope) {
    String made =
        change(
            "/api/v1/tenants/" + tenant + "/service-accounts",
            "{\"username\":\"%s\",\"role\":\"tenant-viewer\"}".formatted(robot),
            201);
    String secret = Browser.JSON.readTree(made).path("keys").path(0).path("secret").asString();
    HttpResponse<String> answer =
        new Browser(server.url())
            .post(
                "/oauth2/token",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    robot,
                    "client_secret",
                    secret,
                    "scope",
                    scope));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Browser.JSON.readTree(answer.body()).path("access_token").asString();
  }

  private static HttpResponse<String> get(String path, String bearer, String accept)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .header("Authorization", "Bearer " + bearer)
              .header("Accept", accept)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String scrape(String path) throws Exception {
    HttpResponse<String> answer = get(path, token, "text/plain");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void tellsOfTheTenantAloneAndNothingOfItsNeighbour() throws Exception {
    assertThat(scrape("/api/v1/tenants/acme/metrics"))
        .contains(
            "meridian_service_desired_pods{service=\"of-acme\",tenant=\"acme\"} 2.0",
            "meridian_service_running_pods{service=\"of-acme\",tenant=\"acme\"} 0.0",
            "meridian_plan_status{plan=\"deploy\",service=\"of-acme\"",
            "meridian_quota_instances_used{tenant=\"acme\"} 2.0")
        .doesNotContain("globex")
        .doesNotContain("of-below");
  }

  @Test
  void tellsOfTheTenantsBelowWhenThatIsAsked() throws Exception {
    assertThat(scrape("/api/v1/tenants/acme/metrics?subtree=true"))
        .contains(
            "meridian_service_desired_pods{service=\"of-acme\",tenant=\"acme\"} 2.0",
            "meridian_service_desired_pods{service=\"of-below\",tenant=\"acme/below\"} 2.0")
        .doesNotContain("globex");
  }

  @Test
  void answersInTheFormatThatIsAccepted() throws Exception {
    HttpResponse<String> openMetrics = get("/api/v1/tenants/acme/metrics", token, PROMETHEUS);
    HttpResponse<String> text = get("/api/v1/tenants/acme/metrics", token, "*/*");

    assertThat(openMetrics.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text;version=1.0.0");
    assertThat(openMetrics.body()).endsWith("# EOF\n");
    assertThat(text.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain;version=0.0.4");
    assertThat(text.body()).contains("# TYPE meridian_service_pods gauge").doesNotContain("# EOF");
    assertThat(get("/api/v1/tenants/acme/metrics", token, "application/json").statusCode())
        .isEqualTo(406);
  }

  @Test
  void givesATokenForMetricsNothingElse() throws Exception {
    assertThat(get("/api/v1/tenants/acme/instances", token, "*/*").statusCode()).isEqualTo(403);
    assertThat(get("/api/v1/tenants/globex/metrics", token, "*/*").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesATokenThatIsGoodForSomethingElse() throws Exception {
    String other = token("acme", "reader", "log:read");

    assertThat(get("/api/v1/tenants/acme/metrics", other, "text/plain").statusCode())
        .isEqualTo(403);
  }
}
