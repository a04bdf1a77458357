package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.parse.SpecParser;
import dev.meridian.spec.parse.SpecTemplate;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the text, the answer is a spec or problems. */
class HostileInputTest {

  @Property
  void anyTextIsASpecOrProblems(@ForAll String text) {
    assertAnswered(SpecParser.parse(text, Map.of()));
  }

  @Property
  void anythingLikeYamlIsASpecOrProblems(@ForAll("yamlLike") String text) {
    assertAnswered(SpecParser.parse(text, Map.of()));
  }

  @Property
  void aGoodSpecWithDamageIsASpecOrProblems(
      @ForAll("damage") Damage damage, @ForAll("files") String file) {
    String text =
        Specs.text(file).replaceAll("\\{\\{[#^/].*}}", "").replaceAll("\\{\\{+\\w+}+", "3");
    int at = Math.floorMod(damage.at(), text.length());
    int end = Math.min(text.length(), at + damage.removed());
    String damaged = text.substring(0, at) + damage.put() + text.substring(end);

    ParseResult result = SpecParser.parse(damaged, Specs.TEMPLATES);

    assertAnswered(result);
    result
        .spec()
        .ifPresent(
            spec -> {
              assertThat(PlanBuilder.plans(spec)).isNotEmpty();
              assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
              assertThat(UpdateRules.check(spec, spec)).isEmpty();
              assertThat(SpecDiff.between(spec, spec)).isEmpty();
            });
  }

  @Property
  void anyTemplateIsTextOrProblems(@ForAll("templates") String template, @ForAll String value) {
    RenderResult result = SpecTemplate.render(template, Map.of("A", value, "B", true));

    assertThat(result.text().isPresent()).isEqualTo(result.problems().isEmpty());
  }

  private static void assertAnswered(ParseResult result) {
    assertThat(result.spec().isEmpty()).isEqualTo(!result.errors().isEmpty());
    assertThat(result.problems())
        .allSatisfy(problem -> assertThat(problem.toString()).isNotBlank());
  }

  record Damage(int at, int removed, String put) {}

  @Provide
  Arbitrary<Damage> damage() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 100_000),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(
                "", "\n", ": ", "- ", "[", "{", "}", "'", "\"", "&a ", "*a", "!!int ", "!x ",
                "null", "-1", "1e9", "0x1F", ".inf", "~", "\t", "#", "|", "%", "? ", "<<: ",
                "\u0000", "é"))
        .as(Damage::new);
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of("hello-world", "kafka", "cassandra");
  }

  @Provide
  Arbitrary<String> yamlLike() {
    return tokens(
        List.of(
            "name",
            "pods",
            "plans",
            "p",
            "tasks",
            "t",
            "goal",
            "cmd",
            "count",
            ": ",
            ":\n  ",
            ":\n    ",
            "\n",
            "\n  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "&a ",
            "*a",
            "!!str ",
            "!t ",
            "'",
            "\"",
            "|\n",
            "? ",
            "%YAML 1.1\n",
            "---\n",
            "...\n",
            "1",
            "x",
            "\t",
            "#",
            "@",
            "`"));
  }

  @Provide
  Arbitrary<String> templates() {
    return tokens(
        List.of(
            "{{",
            "}}",
            "{{{",
            "}}}",
            "A",
            "B",
            "{{A}}",
            "{{#A}}",
            "{{/A}}",
            "{{^B}}",
            "{{/B}}",
            "{{.}}",
            "{{this}}",
            "{{A.B}}",
            "{{=<% %>=}}",
            "<%A%>",
            "{{!",
            "{{>p}}",
            "{{$b}}",
            "\n",
            " ",
            "\uE0F0",
            "{{-first}}",
            "{{-index}}",
            "{{&A}}",
            "{{<p}}"));
  }

  private static Arbitrary<String> tokens(List<String> tokens) {
    return Arbitraries.of(tokens).list().ofMaxSize(30).map(list -> String.join("", list));
  }
}
