package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.FakeControlPlane.Request;
import dev.meridian.cli.api.Json;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsTest {
  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun.Result run(String... arguments) {
    return new CommandRun(config).against(controlPlane).run(arguments);
  }

  @Test
  void readsEveryPageOfAList() {
    controlPlane.on(
        "GET /api/v1/regions",
        request ->
            request.query().contains("cursor=next")
                ? Answer.json("{\"items\":[{\"name\":\"edge\"}],\"nextCursor\":null}")
                : Answer.json("{\"items\":[{\"name\":\"hq\"}],\"nextCursor\":\"next\"}"));

    CommandRun.Result result = run("region", "list", "--json");

    assertThat(Json.parse(result.out()).values())
        .extracting(region -> region.path("name").asString())
        .containsExactly("hq", "edge");
  }

  @Test
  void saysHowToBeginWhenAListIsEmpty() {
    controlPlane.on("GET /api/v1/regions", Answer.json("{\"items\":[],\"nextCursor\":null}"));

    assertThat(run("region", "list").out()).contains("meridian region create");
  }

  @Test
  void repeatsACreateWithTheSameKeyWhenTheConnectionBreaks() {
    AtomicInteger calls = new AtomicInteger();
    controlPlane.on(
        "POST /api/v1/regions",
        request ->
            calls.incrementAndGet() == 1 ? Answer.broken() : Answer.json(201, "{\"name\":\"hq\"}"));

    CommandRun.Result result = run("region", "create", "hq", "--provider", "on-prem");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(controlPlane.requests("POST /api/v1/regions"))
        .extracting(request -> request.header("Idempotency-key"))
        .hasSize(2)
        .doesNotContain("")
        .matches(keys -> keys.getFirst().equals(keys.getLast()), "the same key twice");
  }

  @Test
  void setsLimitsOfTheTenantAsItWasRead() {
    controlPlane
        .on("GET /api/v1/tenants/acme~streams", Answer.json("{}").with("ETag", "\"7\""))
        .on(
            "PUT /api/v1/tenants/acme~streams/limits",
            Answer.json(
                """
                {"path": "acme/streams", "quota": [
                  {"resource": "cpus", "limit": 2.5, "used": 0.25},
                  {"resource": "memory", "limit": 3221225472, "used": 1610612736},
                  {"resource": "disk", "limit": null, "used": 5},
                  {"resource": "pods", "limit": 50, "used": 3}]}
                """));

    CommandRun.Result result =
        run("tenant", "limit", "acme/streams", "--limit", "cpus=2.5", "--limit", "memory=3Gi");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(controlPlane.requests("PUT /api/v1/tenants/acme~streams/limits"))
        .singleElement()
        .satisfies(
            put -> {
              assertThat(put.header("If-match")).isEqualTo("\"7\"");
              assertThat(Json.parse(put.body()))
                  .isEqualTo(Json.parse("{\"cpus\":2.5,\"memory\":3221225472}"));
            });
    assertThat(result.out())
        .contains("cpus 0.25 of 2.5, memory 1.5 GiB of 3 GiB, pods 3 of 50")
        .doesNotContain("disk");
  }

  @Test
  void usesTheOnlyTenantOfTheCaller() {
    controlPlane
        .on(
            "GET /api/v1/me",
            Answer.json("{\"bindings\":[{\"role\":\"x\",\"tenant\":{\"path\":\"acme/streams\"}}]}"))
        .on(
            "GET /api/v1/tenants/acme~streams/volumes",
            Answer.json("{\"items\":[],\"nextCursor\":null}"));

    assertThat(run("volume", "list").exitCode()).isZero();
  }

  @Test
  void asksForATenantWhenThereAreSeveral() {
    controlPlane.on(
        "GET /api/v1/me",
        Answer.json(
            "{\"bindings\":[{\"tenant\":{\"path\":\"a\"}},{\"tenant\":{\"path\":\"b\"}}]}"));

    CommandRun.Result result = run("volume", "list");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--tenant: a, b");
  }

  @Test
  void sendsOptionsRegionsAndSpreadOfAnInstall() {
    controlPlane.on("POST /api/v1/tenants/acme/instances", Answer.json(201, "{\"name\":\"k\"}"));

    CommandRun.Result result =
        run(
            "instance",
            "install",
            "k",
            "kafka@4.3.0",
            "--tenant",
            "acme",
            "--set",
            "brokers.count=3",
            "--set",
            "topics.auto-create=false",
            "--set",
            "note=it is",
            "--regions",
            "hq,edge",
            "--spread");

    assertThat(result.exitCode()).as(result.err()).isZero();
    Request request = controlPlane.requests().getFirst();
    assertThat(Json.parse(request.body()))
        .isEqualTo(
            Json.parse(
                """
                {"name":"k","package":"kafka","version":"4.3.0",
                 "options":{"brokers":{"count":3},"topics":{"auto-create":false},"note":"it is"},
                 "placement":{"regions":["hq","edge"],"spread":"REGIONS"}}
                """));
  }

  @Test
  void watchesTheDeployPlanUntilItIsComplete() {
    AtomicInteger asked = new AtomicInteger();
    controlPlane
        .on("POST /api/v1/tenants/acme/instances", Answer.json(201, "{\"name\":\"k\"}"))
        .on("GET /api/v1/tenants/acme/instances/k", Answer.json("{\"name\":\"k\"}"))
        .on(
            "GET /api/v1/tenants/acme/instances/k/plans/deploy",
            request ->
                Answer.json(
                    "{\"name\":\"deploy\",\"strategy\":\"serial\",\"status\":\"%s\"}"
                        .formatted(asked.incrementAndGet() < 2 ? "IN_PROGRESS" : "COMPLETE")));

    CommandRun.Result result =
        run("instance", "install", "k", "kafka", "--tenant", "acme", "--wait=30s");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "deploy (serial strategy) (IN_PROGRESS)", "deploy (serial strategy) (COMPLETE)");
  }

  @Test
  void goesOnWatchingWhileTheDatabaseIsAway() {
    AtomicInteger asked = new AtomicInteger();
    controlPlane.on(
        "GET /api/v1/tenants/acme/instances/k/plans/deploy",
        request ->
            asked.incrementAndGet() < 3
                ? Answer.json(
                    503, "{\"status\":503,\"title\":\"Away\",\"detail\":\"The database.\"}")
                : Answer.json(
                    "{\"name\":\"deploy\",\"strategy\":\"serial\",\"status\":\"COMPLETE\"}"));

    CommandRun.Result result =
        run("plan", "show", "k", "deploy", "--tenant", "acme", "--watch", "--timeout", "30s");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("deploy (serial strategy) (COMPLETE)");
  }

  @Test
  void endsWithSevenWhenTheDeploymentTakesTooLong() {
    controlPlane
        .on("POST /api/v1/tenants/acme/instances", Answer.json(201, "{\"name\":\"k\"}"))
        .on(
            "GET /api/v1/tenants/acme/instances/k/plans/deploy",
            Answer.json("{\"name\":\"deploy\",\"status\":\"IN_PROGRESS\"}"));

    CommandRun.Result result =
        run("instance", "install", "k", "kafka", "--tenant", "acme", "--wait=1ms");

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.err()).contains("meridian plan show k deploy --watch");
  }

  @Test
  void followsALogUntilItsEnd() {
    controlPlane.on(
        "GET /api/v1/tenants/acme/instances/k/pods/broker-0/tasks/server/logs",
        new Answer(
            200,
            "text/event-stream",
            java.util.Map.of(),
            "event: line\ndata: {\"text\":\"one\"}\n\nevent: line\ndata: {\"text\":\"two\"}\n\n"
                + "event: end\ndata: {\"reason\":\"the pod is gone\"}\n\n"));

    CommandRun.Result result = run("logs", "k", "broker-0", "server", "-f", "--tenant", "acme");

    assertThat(result.out()).isEqualTo("one\ntwo\n");
    assertThat(result.err()).contains("the pod is gone");
    assertThat(run("logs", "k", "broker-0", "server", "-f", "--tenant", "acme", "--json").out())
        .isEqualTo("{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
  }

  @Test
  void printsALogAndAGuideAsJsonForPrograms() {
    controlPlane
        .on(
            "GET /api/v1/tenants/acme/instances/k/pods/broker-0/tasks/server/logs",
            new Answer(200, "text/plain", java.util.Map.of(), "one \"1\"\ntwo\n"))
        .on("GET /api/v1/packages/k", Answer.json("{\"name\":\"k\",\"readme\":\"# K\"}"));

    assertThat(run("logs", "k", "broker-0", "server", "--tenant", "acme", "--json").out())
        .isEqualTo("{\"text\":\"one \\\"1\\\"\"}\n{\"text\":\"two\"}\n");
    assertThat(Json.parse(run("package", "show", "k", "--readme", "--json").out()))
        .isEqualTo(Json.parse("{\"readme\":\"# K\"}"));
  }

  @Test
  void sendsLimitsOfATenantInBytes() {
    controlPlane.on("POST /api/v1/tenants", Answer.json(201, "{\"path\":\"acme/x\"}"));

    CommandRun.Result result =
        run("tenant", "create", "acme/x", "--limit", "memory=2Gi", "--limit", "cpus=1.5");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Json.parse(controlPlane.requests().getFirst().body()))
        .isEqualTo(
            Json.parse(
                "{\"name\":\"x\",\"parent\":\"acme\",\"limits\":{\"memory\":2147483648,\"cpus\":1.5}}"));
  }

  @Test
  void printsACompletionScriptForBothShells() {
    assertThat(run("completion", "bash").out()).contains("complete -F");
    assertThat(run("completion", "zsh").out()).contains("bashcompinit");
  }

  @Test
  void changesOnlyTheLimitsThatAreNamedAndOnlyAsTheyWereRead() {
    String quota =
        """
        {"lines": [], "standing": [], "limits": [
          {"scope": "all", "resource": "cpus", "limit": 8, "guarantee": 2},
          {"scope": "all", "resource": "pods", "limit": 5, "guarantee": null}]}
        """;
    controlPlane
        .on("GET /api/v1/tenants/acme/quota", Answer.json(quota).with("ETag", "\"v7\""))
        .on("PUT /api/v1/tenants/acme/quota", Answer.json(quota));

    CommandRun.Result result =
        run(
            "quota",
            "set",
            "--tenant",
            "acme",
            "--limit",
            "pods=none",
            "--limit",
            "region:eu/memory=1Gi",
            "--guarantee",
            "cpus=4");

    assertThat(result.exitCode()).as(result.err()).isZero();
    Request put = controlPlane.requests("PUT /api/v1/tenants/acme/quota").getFirst();
    assertThat(put.header("If-match")).isEqualTo("\"v7\"");
    assertThat(Json.parse(put.body()))
        .isEqualTo(
            Json.parse(
                """
                {"limits": [{"scope": "all", "resource": "cpus", "limit": 8, "guarantee": 4},
                  {"scope": "region:eu", "resource": "memory", "limit": 1073741824}]}
                """));
  }
}
