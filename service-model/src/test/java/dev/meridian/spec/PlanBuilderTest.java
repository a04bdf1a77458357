package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanBuilderTest {

  @Test
  void generatesASerialDeployPlanInFileOrder() {
    ServiceSpec spec =
        Specs.parsed(
            """
            name: a
            pods:
              z: {count: 2, tasks: {t: {goal: RUNNING, cmd: x}, s: {goal: RUNNING, cmd: x}}}
              b: {count: 1, tasks: {t: {goal: RUNNING, cmd: x}}}
            """);
    BuiltPlan deploy = plan(spec, "deploy");

    assertThat(deploy.strategy()).isEqualTo(Strategy.SERIAL);
    assertThat(deploy.phases()).extracting(BuiltPhase::name).containsExactly("z", "b");
    assertThat(steps(deploy, 0)).containsExactly("z-0:[t, s]", "z-1:[t, s]");
    assertThat(steps(deploy, 1)).containsExactly("b-0:[t]");
  }

  @Test
  void makesOneStepPerPodWithoutSteps() {
    BuiltPlan deploy = plan(Specs.kafka(), "deploy");

    assertThat(deploy.phases().getFirst().strategy()).isEqualTo(Strategy.PARALLEL);
    assertThat(deploy.phases().getFirst().strategyName()).isEqualTo("parallel");
    assertThat(steps(deploy, 0))
        .containsExactly("broker-0:[server]", "broker-1:[server]", "broker-2:[server]");
  }

  @Test
  void letsAnIndexOverrideTheDefault() {
    assertThat(steps(plan(Specs.cassandra(), "deploy"), 0))
        .containsExactly(
            "node-0:[server]", "node-0:[init_keyspaces]", "node-1:[server]", "node-2:[server]");
  }

  @Test
  void hasNoStepForAnEmptyEntry() {
    assertThat(steps(plan(Specs.cassandra(), "once"), 0))
        .containsExactly("node-0:[init_keyspaces]");
  }

  @Test
  void runsParallelCustomStepsInSequenceWithinAPod() {
    BuiltPhase backup = plan(Specs.cassandra(), "backup-s3").phases().getFirst();

    assertThat(backup.sequencePerPod()).isTrue();
    assertThat(backup.strategyName()).isEqualTo("dependency");
  }

  @Test
  void hasADeployPlanBesideCustomOnes() {
    ServiceSpec spec =
        Specs.parsed(
            """
            name: a
            pods: {p: {count: 1, tasks: {t: {goal: RUNNING, cmd: x}}}}
            plans: {repair: {phases: {r: {pod: p}}}}
            """);

    assertThat(PlanBuilder.plans(spec))
        .extracting(BuiltPlan::name)
        .containsExactly("deploy", "repair");
  }

  private static BuiltPlan plan(ServiceSpec spec, String name) {
    return PlanBuilder.plans(spec).stream()
        .filter(plan -> plan.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> steps(BuiltPlan plan, int phase) {
    return plan.phases().get(phase).steps().stream().map(BuiltStep::name).toList();
  }
}
