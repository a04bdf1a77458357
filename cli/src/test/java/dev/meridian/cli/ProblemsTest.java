package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemsTest {
  private static final String INSTANCES = "POST /api/v1/tenants/acme~streams/instances";

  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun.Result install(String... more) {
    String[] arguments = {"instance", "install", "k", "kafka", "--tenant", "acme/streams"};
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return new CommandRun(config).against(controlPlane).run(all);
  }

  @Test
  void printsEachFieldErrorWithItsPointerAndTheTraceId() {
    controlPlane.on(
        INSTANCES,
        Answer.problem(
            422,
            """
            {"title":"Options are not valid","status":422,"detail":"kafka refuses 1 option.",
             "traceId":"4bf92f35","errors":[{"pointer":"/options/brokers/count","message":"must be at least 1"}]}
            """));

    CommandRun.Result result = install();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("Error: Options are not valid (422)")
        .contains("kafka refuses 1 option.")
        .contains("/options/brokers/count: must be at least 1")
        .contains("Trace: 4bf92f35");
  }

  @Test
  void explainsAPlacementThatIsNotPossibleAsATableOfDroppedRules() {
    controlPlane.on(
        INSTANCES,
        Answer.problem(
            409,
            """
            {"title":"Not placeable","status":409,"detail":"broker-0 fits on no node.",
             "explanation":{"decided":false,"summary":"1 of 3 pods fits nowhere","pods":[
               {"pod":"broker-0","dropped":[{"rule":"cpus","reason":"asks 512, most free is 2","nodes":5,"examples":["hq-1"]}],
                "nearestMiss":"hq-1 lacks 510 cpus"}]}}
            """));

    CommandRun.Result result = install();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.err())
        .containsPattern("POD +RULE +NODES +REASON +EXAMPLES")
        .containsPattern("broker-0 +cpus +5 +asks 512, most free is 2 +hq-1")
        .contains("broker-0 nearly fits: hq-1 lacks 510 cpus");
  }

  @Test
  void printsTheProblemDocumentItselfWhenJsonIsWanted() {
    controlPlane.on(
        INSTANCES, Answer.problem(409, "{\"title\":\"Name taken\",\"status\":409,\"x\":1}"));

    CommandRun.Result result = install("--json");

    assertThat(result.out()).isEmpty();
    assertThat(dev.meridian.cli.api.Json.parse(result.err()).path("x").asInt()).isEqualTo(1);
  }

  @Test
  void tellsHowToSignInWhenNobodyIs() {
    controlPlane.on(
        "GET /api/v1/regions", Answer.problem(401, "{\"title\":\"Not signed in\",\"status\":401}"));

    CommandRun.Result result = new CommandRun(config).against(controlPlane).run("region", "list");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("meridian login");
  }

  @Test
  void endsWithFourForWhatIsNotThere() {
    CommandRun.Result result =
        new CommandRun(config).against(controlPlane).run("region", "show", "nowhere");

    assertThat(result.exitCode()).isEqualTo(4);
  }

  @Test
  void endsWithSixWhenNothingListens() {
    String url = controlPlane.url();
    controlPlane.close();

    CommandRun.Result result =
        new CommandRun(config).with("MERIDIAN_TOKEN", "t").run("region", "list", "--url", url);

    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.err()).contains(url).contains("refused").contains("MERIDIAN_URL");
  }

  @Test
  void endsWithTwoForWrongUse() {
    assertThat(new CommandRun(config).run("instance").exitCode()).isEqualTo(2);
    assertThat(new CommandRun(config).run("no-such-command").exitCode()).isEqualTo(2);
    assertThat(new CommandRun(config).run("region", "list", "--url", "nonsense").exitCode())
        .isEqualTo(2);
  }

  @Test
  void neverSendsATokenOverPlainHttpToAnotherHost() {
    CommandRun.Result result =
        new CommandRun(config)
            .with("MERIDIAN_TOKEN", "t")
            .run("region", "list", "--url", "http://meridian.example.com");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("https");
  }

  @Test
  void understandsAPageOfAProxyAsAProblem() {
    controlPlane.on(
        "GET /api/v1/regions", new Answer(502, "text/html", java.util.Map.of(), "<h1>Bad gateway"));

    CommandRun.Result result = new CommandRun(config).against(controlPlane).run("region", "list");

    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.err()).contains("502").contains("Bad gateway");
  }
}
