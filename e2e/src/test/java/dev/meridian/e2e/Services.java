package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** The services of the tenant {@code acme/streams}, as its developer sees them over HTTP. */
final class Services {
  static final String PATH = "/tenants/" + Platform.TENANT.replace("/", "~") + "/instances";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api;

  Services(Api api) {
    this.api = api;
  }

  /**
   * Asks for an instance in some regions.
   *
   * @param options JSON
   */
  Api.Answer ask(
      String name, String packageName, List<String> regions, String options, boolean waits) {
    return api.post(
        PATH,
        """
        {"name": "%s", "package": "%s", "options": %s, "placement": {"regions": ["%s"]},
         "allowWaiting": %s}
        """
            .formatted(name, packageName, options, String.join("\", \"", regions), waits));
  }

  Api.Answer ask(String name, String packageName, String region, String options, boolean waits) {
    return ask(name, packageName, List.of(region), options, waits);
  }

  /** Installs in one region and waits until the plan is COMPLETE. */
  void install(String name, String packageName, String region, String options) {
    accepted(ask(name, packageName, region, options, false));
    awaitDeployed(name);
  }

  /** Requires that an instance was taken; whether it runs is to be waited for. */
  static void accepted(Api.Answer answer) {
    // 202 where the decision takes longer than an answer waits: after a database came back, say.
    assertThat(answer.status()).as("%s", answer.body()).isIn(201, 202);
  }

  /** Asks for the end of an instance; its volumes are kept. */
  void uninstall(String name) {
    api.delete(PATH + "/" + name, "").expect(202);
  }

  void awaitDeployed(String name) {
    await("plan deploy of " + name + " is COMPLETE")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              JsonNode plan = api.get(PATH + "/" + name + "/plans/deploy").expect(200).body();
              assertThat(plan.path("status").asString("")).as("%s", plan).isEqualTo("COMPLETE");
            });
  }

  JsonNode instance(String name) {
    return api.get(PATH + "/" + name).expect(200).body();
  }

  JsonNode pod(String name, String pod) {
    return api.get(PATH + "/" + name + "/pods/" + pod).expect(200).body();
  }

  List<JsonNode> pods(String name) {
    return List.copyOf(
        api.get(PATH + "/" + name + "/pods").expect(200).body().path("items").values());
  }

  /** The pid of a pod's only task. */
  long taskPid(String name, String pod) {
    return pod(name, pod).path("tasks").path(0).path("pid").asLong(0);
  }

  /** Waits until a pod is in a state and its reason matches. */
  JsonNode awaitPod(String name, String pod, String state, String... reasonHas) {
    AtomicReference<JsonNode> last = new AtomicReference<>();
    await(pod + " of " + name + " is " + state + " " + List.of(reasonHas))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              JsonNode now = pod(name, pod);
              assertThat(now.path("state").asString("")).as("%s", now).isEqualTo(state);
              assertThat(List.of(reasonHas))
                  .allSatisfy(part -> assertThat(now.path("reason").asString("")).contains(part));
              last.set(now);
            });
    return Objects.requireNonNull(last.get());
  }

  List<JsonNode> volumes() {
    return List.copyOf(
        api.get("/tenants/" + Platform.TENANT.replace("/", "~") + "/volumes")
            .expect(200)
            .body()
            .path("items")
            .values());
  }
}
