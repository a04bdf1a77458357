package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.PlacementRule.AllOf;
import dev.meridian.spec.PlacementRule.Field;
import dev.meridian.spec.PlacementRule.Parsed;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PlacementRuleTest {

  @Test
  void readsTheThreeEncodingsAlike() {
    PlacementRule unique = new PlacementRule.Unique(Field.of("hostname"));

    assertThat(rule("[\"hostname\", \"UNIQUE\"]")).isEqualTo(unique);
    assertThat(rule("[[\"hostname\", \"unique\"]]")).isEqualTo(unique);
    assertThat(rule("hostname:UNIQUE")).isEqualTo(unique);
    assertThat(rule("@hostname:UNIQUE")).isEqualTo(unique);
  }

  @Test
  void joinsRowsWithAnd() {
    assertThat(rule("[[\"@zone\",\"GROUP_BY\",\"3\"],[\"rack\",\"MAX_PER\",2]]"))
        .isEqualTo(rule("@zone:GROUP_BY:3,rack:MAX_PER:2"))
        .isEqualTo(
            new AllOf(
                List.of(
                    new PlacementRule.GroupBy(Field.of("@zone"), Optional.of(3)),
                    new PlacementRule.MaxPer(Field.of("rack"), 2))));
  }

  @Test
  void hasNoRuleForEmptyText() {
    for (String text : List.of("", "  ", "[]")) {
      assertThat(rule(text)).isEqualTo(PlacementRule.none());
    }
  }

  @Test
  void readsEveryOperator() {
    assertThat(
            rule("a:UNIQUE,b:MAX_PER:1,c:GROUP_BY,d:CLUSTER:x,e:IS:x,f:IS_NOT:x,g:LIKE:x.*,h:UNLIKE:y|z")
                .flatten())
        .hasSize(8);
  }

  @Test
  void keepsEscapedColonsAndCommas() {
    assertThat(rule("hostname:LIKE:10\\:\\d{1\\,3}"))
        .isEqualTo(new PlacementRule.Like(Field.of("hostname"), "10:\\d{1,3}"));
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(problems("hostname")).contains("constraint [hostname] has 1 entry");
    assertThat(problems("a:b:c:d")).contains("has 4 entries");
    assertThat(problems("hostname:NEAR")).contains("unknown operator NEAR");
    assertThat(problems("hostname:MAX_PER")).contains("MAX_PER needs a whole number above 0");
    assertThat(problems("hostname:MAX_PER:0")).contains("above 0");
    assertThat(problems("hostname:CLUSTER")).contains("CLUSTER needs a parameter");
    assertThat(problems("hostname:LIKE:(")).contains("LIKE has no regular expression");
    assertThat(problems("hostname:UNIQUE:3")).contains("UNIQUE takes no parameter");
    assertThat(problems("@rack:UNIQUE")).contains("unknown field @rack");
    assertThat(problems("[\"a\"")).contains("begins like JSON and is none");
    assertThat(problems("[[\"a\",\"UNIQUE\"],\"b\"]")).contains("mixes");
  }

  @Property
  void neverThrowsForAnyText(@ForAll String text) {
    Parsed parsed = PlacementRule.parse(text);

    assertThat(parsed.rule().isPresent()).isEqualTo(parsed.problems().isEmpty());
  }

  @Property
  void neverThrowsForTextThatLooksLikeAConstraint(
      @ForAll @NotEmpty List<@StringLength(max = 12) String> parts) {
    for (String text :
        List.of(
            String.join(":", parts),
            String.join(",", parts),
            "[[\"" + String.join("\",\"", parts) + "\"]]",
            "hostname:LIKE:" + String.join("", parts))) {
      Parsed parsed = PlacementRule.parse(text);
      assertThat(parsed.rule().isPresent()).isEqualTo(parsed.problems().isEmpty());
    }
  }

  @Property
  void readsBackWhatTheColonFormEscapes(@ForAll @StringLength(min = 1, max = 40) String value) {
    String escaped = value.replace(":", "\\:").replace(",", "\\,");
    // A backslash before the end of the text or before another character stands for itself.
    assertThat(rule("x" + "hostname:IS:v" + escaped + "e"))
        .isEqualTo(new PlacementRule.Is(Field.of("xhostname"), "v" + value + "e"));
  }

  private static PlacementRule rule(String text) {
    return PlacementRule.parse(text).orThrow();
  }

  private static String problems(String text) {
    Parsed parsed = PlacementRule.parse(text);
    assertThat(parsed.rule()).isEmpty();
    return String.join("\n", parsed.problems());
  }
}
