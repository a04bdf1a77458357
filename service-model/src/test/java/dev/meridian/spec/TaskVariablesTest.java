package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskVariablesTest {

  @Test
  void sayWhetherTheConstraintOfThePodLooksAtRegionsAndZones() {
    assertThat(placedBy("@region:IS:west")).isEqualTo(referenced(true, false));
    assertThat(placedBy("hostname:UNIQUE,@zone:GROUP_BY:3")).isEqualTo(referenced(false, true));
    assertThat(placedBy("hostname:UNIQUE")).isEqualTo(referenced(false, false));
  }

  @Test
  void sayWhereTheFileOfEachConfigIs() {
    PodSpec broker = Specs.kafka().pod("broker");

    assertThat(TaskVariables.of(broker, broker.task("server")))
        .containsEntry(
            "CONFIG_TEMPLATE_SERVER", "server.properties.mustache,config/server.properties");
  }

  private static Map<String, String> placedBy(String constraint) {
    PodSpec pod =
        Specs.parsed(
                """
                name: a
                pods: {p: {count: 1, placement: '%s', tasks: {t: {goal: ONCE, cmd: run}}}}
                """
                    .formatted(constraint))
            .pod("p");
    return TaskVariables.of(pod, pod.task("t"));
  }

  private static Map<String, String> referenced(boolean region, boolean zone) {
    return Map.of(
        "PLACEMENT_REFERENCED_REGION",
        String.valueOf(region),
        "PLACEMENT_REFERENCED_ZONE",
        String.valueOf(zone));
  }
}
