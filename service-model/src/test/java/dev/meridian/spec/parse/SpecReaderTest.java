package dev.meridian.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.SpecProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecReaderTest {

  private static List<String> problems(String template, Map<String, ?> values) {
    return SpecReader.read("svc.yml", template, values, Map.of()).problems().stream()
        .map(SpecProblem::toString)
        .toList();
  }

  @Test
  void tellsWhatIsWrongWhateverTheMissingValuesWillBeBesideThem() {
    assertThat(
            problems(
                """
                name: {{NAME}}
                pods:
                  p:
                    count: {{COUNT}}
                    image: ''
                    tasks:
                      t:
                        gaol: RUNNING
                        goal: {{GOAL}}
                        cmd: run
                planz: {}
                """,
                Map.of("NAME", "a")))
        .containsExactly(
            "svc.yml:4:12: no value for {{COUNT}}",
            "svc.yml:5:12 pods.p.image: must not be empty",
            "svc.yml:8:9 pods.p.tasks.t.gaol: unknown key; did you mean \"goal\"?",
            "svc.yml:9:15: no value for {{GOAL}}",
            "svc.yml:11:1 planz: unknown key; did you mean \"plans\"?");
  }

  @Test
  void blamesNoLineForAValueThatStandsOnAnother() {
    assertThat(
            problems(
                """
                name: a
                pods:
                  p:
                    count: {{COUNT}}
                    backoff:
                      initial: {{INITIAL}}
                      max: 1
                    secrets:
                      s:
                        secret: a
                        env-key: {{S}}
                      u:
                        secret: b
                        env-key: {{U}}
                    tasks:
                      t:
                        goal: RUNNING
                        cmd: run
                        ports:
                          x:
                            env-key: X
                            port: {{X}}
                          y:
                            env-key: Y
                            port: {{Y}}
                plans: {deploy: {phases: {all: {pod: p, steps: [{0: [[t]]}]}}}}
                """,
                Map.of()))
        .hasSize(6)
        .allSatisfy(problem -> assertThat(problem).contains("no value for"));
  }

  @Test
  void tellsTheMissingValuesAloneWhereOtherLinesMayHangOnThem() {
    for (String shape : List.of("{{POD}}: {count: 1, tasks: {}}", "{{{POD}}}")) {
      assertThat(
              problems(
                  """
                  name: a
                  pods:
                    %s
                  plans: {deploy: {phases: {x: {pod: broker}}}}
                  """
                      .formatted(shape),
                  Map.of()))
          .as(shape)
          .singleElement()
          .asString()
          .contains("no value for {{POD}}");
    }
  }
}
