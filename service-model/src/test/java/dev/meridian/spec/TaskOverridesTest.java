package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.parse.SpecReader;
import dev.meridian.spec.parse.SpecReading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskOverridesTest {
  private static final String SPEC =
      """
      name: a
      pods:
        data-node:
          count: 1
          placement: '@zone:GROUP_BY:3'
          tasks:
            server: {goal: RUNNING, cmd: run, env: {HEAP: 1g, KEPT: own}}
            backup: {goal: ONCE, cmd: run}
        proxy: {count: 1, tasks: {server: {goal: RUNNING, cmd: run}}}
      """;

  private static SpecReading read(Map<String, ?> environment) {
    return SpecReader.read("svc.yml", SPEC, environment, Map.of());
  }

  private static Map<String, String> env(SpecReading reading, String pod, String task) {
    return reading.spec().orElseThrow().pod(pod).task(task).env();
  }

  @Test
  void reachTheTasksOfEveryPodOrOfOnePodType() {
    SpecReading reading =
        read(Map.of("TASKCFG_ALL_ZONE_AWARE", true, "TASKCFG_DATA_NODE_FLUSH", "5"));

    assertThat(reading.problems()).isEmpty();
    assertThat(env(reading, "data-node", "backup"))
        .containsOnly(Map.entry("ZONE_AWARE", "true"), Map.entry("FLUSH", "5"));
    assertThat(env(reading, "proxy", "server")).containsOnly(Map.entry("ZONE_AWARE", "true"));
  }

  @Test
  void winOverTheTasksOwnVariablesAndAPodTypesOverThoseOfAll() {
    SpecReading reading =
        read(
            Map.of(
                "TASKCFG_ALL_HEAP", "2g", "TASKCFG_DATA_NODE_HEAP", "4g", "TASKCFG_ALL_X", "all"));

    assertThat(env(reading, "data-node", "server"))
        .containsExactly(Map.entry("HEAP", "4g"), Map.entry("KEPT", "own"), Map.entry("X", "all"));
  }

  @Test
  void changeNothingElseOfASpec() {
    ServiceSpec plain = read(Map.of()).spec().orElseThrow();
    ServiceSpec overridden = read(Map.of("TASKCFG_PROXY_X", "1")).spec().orElseThrow();

    assertThat(overridden.pod("data-node")).isEqualTo(plain.pod("data-node"));
    assertThat(overridden.pod("proxy").sameLaunch(plain.pod("proxy"))).isFalse();
    assertThat(overridden.pod("proxy").task("server").withEnv(Map.of()))
        .isEqualTo(plain.pod("proxy").task("server"));
  }

  @Test
  void warnOfAVariableForNoPodWithoutItsValue() {
    assertThat(read(Map.of("TASKCFG_DATA_NOD_HEAP", "hunter2", "TASKCFG_ALL_", "x")).problems())
        .extracting(SpecProblem::toString)
        .containsExactlyInAnyOrder(
            "svc.yml: warning: TASKCFG_DATA_NOD_HEAP is for no pod of this service; did you mean"
                + " \"TASKCFG_DATA_NODE_HEAP\"?",
            "svc.yml: warning: TASKCFG_ALL_ is for no pod of this service");
  }

  @Test
  void takeAnOptionThatIsAnObjectForTheGroupThatItIs() {
    assertThat(
            read(Map.of("TASKCFG", "{}", "TASKCFG_ALL", "{}", "TASKCFG_DATA_NODE", "{}"))
                .problems())
        .isEmpty();
  }
}
