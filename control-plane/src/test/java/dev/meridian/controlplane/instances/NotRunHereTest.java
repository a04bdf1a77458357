package dev.meridian.controlplane.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.parse.SpecParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotRunHereTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: example/web:1 | pods.web.image",
        "networks: {dcos: } | pods.web.networks",
        "rlimits: {RLIMIT_NOFILE: {soft: 1, hard: 2}} | pods.web.rlimits",
        "uris: [https://example.org/file] | pods.web.uris",
        "seccomp-profile-name: strict | pods.web.seccomp-profile-name"
      })
  void namesWhatAPodAsksForAndNoNodeGives(String key, String path) {
    assertThat(found("    " + key, "")).singleElement().asString().contains(path + ":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpus: 1 | pods.web.tasks.server.gpus",
        "resource-limits: {memory: unlimited} | pods.web.tasks.server.resource-limits",
        "transport-encryption: [{name: web, type: TLS}] | pods.web.tasks.server.transport-encryption"
      })
  void namesWhatATaskAsksForAndNoNodeGives(String key, String path) {
    assertThat(found("", "        " + key)).singleElement().asString().contains(path + ":");
  }

  @Test
  void findsNothingInWhatNodesGive() {
    assertThat(found("", "")).isEmpty();
  }

  private static List<String> found(String pod, String task) {
    String text =
        """
        name: web
        pods:
          web:
            count: 1
        %s
            tasks:
              server:
                goal: RUNNING
                cmd: sleep 1
                cpus: 0.1
                memory: 16
        %s
        """
            .formatted(pod, task);
    ServiceSpec spec = SpecParser.parse(text, Map.of()).spec().orElseThrow();
    return NotRunHere.of(spec).stream().map(FieldError::message).toList();
  }
}
