package dev.meridian.controlplane.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class TenantExportIT {
  @RegisterExtension static final RunningControlPlane server = new RunningControlPlane(Map.of());

  private static Browser admin;
  private static Doomed doomed;

  @BeforeAll
  static void publish() {
    admin = Browser.admin(server);
    doomed = new Doomed(server, admin);
    doomed.publish();
  }

  private static List<JsonNode> lines(Browser browser, String tenant) {
    HttpResponse<String> answer = browser.get(Doomed.path(tenant) + "/export");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().map(Browser.JSON::readTree).toList();
  }

  private static Set<String> types(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("type").asString()).collect(Collectors.toSet());
  }

  @Test
  void holdsEverythingOfTheTenantAndThoseBelowWhileItsGraceLastsToo() {
    String top = doomed.tenant("");
    String team = doomed.tenant(top);
    UUID teamId = doomed.id(team);
    String web = doomed.instance(team);
    UUID secret = doomed.secret(teamId);
    UUID volume = doomed.keptVolume(teamId);
    doomed.robot(team);
    Browser boss = doomed.member(top, "tenant-admin");
    doomed.tenant("");
    doomed.ok(
        202, doomed.change("DELETE", Doomed.path(top), "{\"confirm\":\"%s\"}".formatted(top)));

    List<JsonNode> lines = lines(boss, top);

    assertThat(types(lines))
        .contains(
            "begin",
            "tenant",
            "member",
            "serviceAccount",
            "instance",
            "volume",
            "secret",
            "audit",
            "end");
    assertThat(lines.getLast().path("type").asString()).isEqualTo("end");
    assertThat(lines.getLast().path("lines").asInt()).isEqualTo(lines.size() - 2);
    assertThat(lines.toString())
        .contains(web, secret.toString(), volume.toString(), "tenant.delete")
        .doesNotContain("hush");
    assertThat(
            lines.stream()
                .filter(line -> line.path("type").asString().equals("tenant"))
                .map(line -> line.path("value").path("id").asString()))
        .containsExactly(doomed.id(top).toString(), teamId.toString());
    assertThat(types(lines(admin, top)))
        .as("administrators of the platform do not read secrets")
        .doesNotContain("secret")
        .contains("instance");
    assertThat(doomed.member(doomed.tenant(""), "tenant-viewer").get(Doomed.path(top) + "/export"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(404);
    assertThat(admin.json(Doomed.path(top) + "/audit").toString()).contains("tenant.export");
  }
}
