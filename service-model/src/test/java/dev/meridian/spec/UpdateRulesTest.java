package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpdateRulesTest {

  @Test
  void acceptsTheSameSpecAgain() {
    assertThat(UpdateRules.check(Specs.kafka(), Specs.kafka())).isEmpty();
  }

  @Test
  void refusesFewerPodsUnlessTheNewSpecAllowsIt() {
    assertThat(UpdateRules.check(pod("count: 2"), pod("count: 1")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("pods.p.count");
              assertThat(problem.before()).contains("2");
              assertThat(problem.after()).contains("1");
              assertThat(problem.fatal()).isFalse();
            });
    assertThat(UpdateRules.check(pod("count: 2"), pod("count: 1, allow-decommission: true")))
        .isEmpty();
    assertThat(UpdateRules.check(pod("count: 1"), pod("count: 2"))).isEmpty();
  }

  @Test
  void refusesARemovedPodTypeUnlessTheOldSpecAllowsIt() {
    ServiceSpec other = spec("q: {count: 1, tasks: {t: {goal: RUNNING, cmd: x}}}", "root");

    assertThat(UpdateRules.check(pod("count: 1"), other))
        .extracting(UpdateProblem::field)
        .containsExactly("pods.p");
    assertThat(UpdateRules.check(pod("count: 1, allow-decommission: true"), other)).isEmpty();
  }

  @Test
  void refusesAnotherUserForGood() {
    assertThat(UpdateRules.check(spec(PLAIN, "root"), spec(PLAIN, "nobody")))
        .singleElement()
        .matches(UpdateProblem::fatal)
        .asString()
        .contains("scheduler.user");
  }

  @Test
  void refusesChangedVolumesAndSaysWhyTheyCannotGrow() {
    ServiceSpec small = pod("count: 1, volume: {path: a, type: ROOT, size: 1}");
    ServiceSpec large = pod("count: 1, volume: {path: a, type: ROOT, size: 2}");
    ServiceSpec none = pod("count: 1");

    assertThat(UpdateRules.check(small, none).toString()).contains("data in them would be lost");
    assertThat(UpdateRules.check(small, large).toString()).contains("cannot grow here");
    assertThat(UpdateRules.check(small, large, true)).isEmpty();
    assertThat(UpdateRules.check(large, small, true)).hasSize(1);
  }

  @Test
  void refusesAnotherNetworkRegimeRoleOrRegion() {
    assertThat(UpdateRules.check(pod("count: 1"), pod("count: 1, networks: {dcos: }"))).hasSize(1);
    assertThat(UpdateRules.check(pod("count: 1"), pod("count: 1, networks: {mesos-bridge: }")))
        .isEmpty();
    assertThat(UpdateRules.check(pod("count: 1"), pod("count: 1, pre-reserved-role: slave_public")))
        .hasSize(1);
    assertThat(UpdateRules.check(pod("count: 1"), pod("count: 1, placement: '@region:IS:eu'")))
        .hasSize(1);
    assertThat(UpdateRules.check(pod("count: 1"), pod("count: 1, placement: 'hostname:UNIQUE'")))
        .isEmpty();
  }

  @Test
  void refusesANewServiceWhoseNameBreaksHostNames() {
    ServiceSpec spec = Specs.parsed("name: " + "a".repeat(64) + "\npods: {" + PLAIN + "}\n");

    assertThat(UpdateRules.checkInstall(spec)).hasSize(1);
    assertThat(UpdateRules.checkInstall(Specs.kafka())).isEmpty();
  }

  private static final String PLAIN = "p: {count: 1, tasks: {t: {goal: RUNNING, cmd: x}}}";

  private static ServiceSpec pod(String keys) {
    return spec("p: {" + keys + ", tasks: {t: {goal: RUNNING, cmd: x}}}", "root");
  }

  private static ServiceSpec spec(String pods, String user) {
    return Specs.parsed("name: a\nscheduler: {user: " + user + "}\npods: {" + pods + "}\n");
  }
}
