package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lists tell at a glance. */
class ListingsTest {
  @TempDir Path folder;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private String out(String... arguments) {
    CommandRun.Result result = new CommandRun(folder).against(controlPlane).run(arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void endpointsNameAServiceNameWithItsDeclaredPortAndWhatIsBehindIt() {
    controlPlane.on(
        "GET /api/v1/tenants/acme/instances/kafka/endpoints",
        Answer.json(
            200,
            """
            [{"name": "client", "kind": "task", "vip": null, "snippet": "", "addresses": []},
             {"name": "bootstrap", "kind": "vip",
              "vip": {"dnsName": "bootstrap.kafka.acme.meridian.internal", "port": 9092},
              "snippet": "export KAFKA_BOOTSTRAP=203.0.113.7:20000",
              "addresses": [{"pod": "broker-0", "task": "server",
                "dnsName": "broker-0.kafka.acme.meridian.internal",
                "internal": "10.0.0.1:20000", "advertised": "203.0.113.7:20000"}]}]
            """));

    assertThat(out("endpoints", "kafka", "--tenant", "acme"))
        .contains("client (task)")
        .contains("bootstrap (vip bootstrap.kafka.acme.meridian.internal, declared port 9092)")
        .containsPattern("broker-0 +server +203.0.113.7:20000 +10.0.0.1:20000")
        .contains("export KAFKA_BOOTSTRAP=203.0.113.7:20000");
  }

  @Test
  void nodesSayWhatTheyDoNotEnforceAndWhatIsFreeOnTheirDisk() {
    controlPlane.on(
        "GET /api/v1/nodes",
        Answer.json(
            200,
            """
            {"items": [{"name": "hq-1", "state": "READY", "diskFreeBytes": 7516192768,
              "notEnforced": ["cpu caps: cpus are a share", "volume sizes: one disk"]}],
             "nextCursor": null}
            """));

    assertThat(out("node", "list")).contains("NOT ENFORCED", "cpu caps, volume sizes");
    assertThat(out("node", "show", "hq-1")).contains("7 GiB", "cpu caps: cpus are a share");
  }
}
