package dev.meridian.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.RenderResult;
import dev.meridian.spec.SpecProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecTemplateTest {

  @Test
  void escapesHtmlInTwoBracesAndNothingInThree() {
    assertThat(text("{{X}} {{{X}}} {{&X}}", Map.of("X", "[\"a\"]")))
        .isEqualTo("[&quot;a&quot;] [\"a\"] [\"a\"]");
  }

  @Test
  void listsEveryMissingNameWithItsLineAndColumnAtOnce() {
    RenderResult result =
        SpecTemplate.render(
            "name: {{NAME}}\ncount: {{COUNT}}\nagain: {{NAME}}\nx: {{{THIRD}}}\n", Map.of());

    assertThat(result.text()).isEmpty();
    assertThat(result.problems())
        .extracting(SpecProblem::toString)
        .containsExactly(
            "service.yml:1:7: no value for {{NAME}}",
            "service.yml:2:8: no value for {{COUNT}}",
            "service.yml:4:4: no value for {{THIRD}}");
  }

  @Test
  void namesTheNearestValueForAMissingOne() {
    assertThat(SpecTemplate.render("{{BROKER_COUNT}}", Map.of("BROKERS_COUNT", "3")).problems())
        .singleElement()
        .asString()
        .endsWith("did you mean \"BROKERS_COUNT\"?");
  }

  @Test
  void neverPrintsAValue() {
    RenderResult result =
        SpecTemplate.render("{{MISSING}} {{PASSWORD}}", Map.of("PASSWORD", "hunter2"));

    assertThat(result.problems().toString()).doesNotContain("hunter2");
  }

  @Test
  void takesTrueAndFalseInAnyCaseAsSwitches() {
    String template = "{{#A}}a{{/A}}{{#B}}b{{/B}}{{^C}}c{{/C}}";

    assertThat(text(template, Map.of("A", "True", "B", "FALSE", "C", "false"))).isEqualTo("ac");
  }

  @Test
  void leavesOutSectionsThatAreEmptyOrAbsent() {
    assertThat(text("{{#A}}a{{/A}}{{#B}}b{{/B}}.", Map.of("A", ""))).isEqualTo(".");
  }

  @Test
  void pointsIntoTheTemplateWhenSectionsRemovedLines() {
    String template = "a: 1\n{{#OFF}}\nb: 2\nc: 3\n{{/OFF}}\n{{#ON}}\nd: 4\n{{/ON}}\ne: 5\n";
    RenderResult result = SpecTemplate.render(template, Map.of("OFF", false, "ON", true));

    assertThat(result.text()).contains("a: 1\nd: 4\ne: 5\n");
    assertThat(List.of(1, 2, 3).stream().map(result.lines()::sourceLine)).containsExactly(1, 7, 9);
  }

  @Test
  void refusesWhatIsNoTemplateWithItsLine() {
    assertThat(SpecTemplate.render("a\n{{#A}}\nb\n", Map.of()).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains("not a mustache template");
              assertThat(problem.line()).isPositive();
            });
  }

  @Test
  void refusesIncludes() {
    assertThat(SpecTemplate.render("{{>other}}", Map.of()).problems())
        .singleElement()
        .asString()
        .contains("not supported");
  }

  @Test
  void callsNoMethodOfAValue() {
    assertThat(SpecTemplate.render("{{X.getClass.getName}}", Map.of("X", "a")).problems())
        .isNotEmpty();
  }

  @Test
  void boundsTheTemplateAndWhatItRendersTo() {
    String large = "x".repeat(SpecTemplate.MAX_CHARACTERS + 1);
    List<Integer> thousand = java.util.Collections.nCopies(1_000, 1);
    String nested = "{{#L}}{{#L}}{{#L}}xxxxxxxxxx{{/L}}{{/L}}{{/L}}";

    assertThat(SpecTemplate.render(large, Map.of()).problems()).isNotEmpty();
    assertThat(SpecTemplate.render(nested, Map.of("L", thousand)).problems())
        .singleElement()
        .asString()
        .contains("more than");
  }

  private static String text(String template, Map<String, ?> env) {
    RenderResult result = SpecTemplate.render(template, env);
    assertThat(result.problems()).isEmpty();
    return result.text().orElseThrow();
  }
}
