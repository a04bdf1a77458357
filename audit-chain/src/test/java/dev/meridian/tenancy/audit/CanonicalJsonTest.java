package dev.meridian.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static String canonical(String text) {
    return CanonicalJson.text(JSON.readTree(text));
  }

  /** The example of RFC 8785, section 3.2.2 and 3.2.3. */
  @Test
  void writesTheExampleOfTheStandard() {
    assertThat(
            canonical(
                """
                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}
                """))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void ordersMembersByTheirUnits() {
    assertThat(canonical("{\"\\u20ac\":1,\"\\r\":2,\"1\":3,\"\\ud83d\\ude00\":4,\"\\ufb33\":5}"))
        .isEqualTo("{\"\\r\":2,\"1\":3,\"\u20ac\":1,\"\ud83d\ude00\":4,\"\ufb33\":5}");
  }

  @Test
  void writesNumbersAsEcmascriptDoes() {
    assertThat(
            canonical(
                "[0,-0,1.0,-1.5,1e21,1e20,123456789012345680000,1e-6,1e-7,-1.2e-7,9007199254740993,"
                    + "5e-324,1.7976931348623157e308]"))
        .isEqualTo(
            "[0,0,1,-1.5,1e+21,100000000000000000000,123456789012345680000,0.000001,1e-7,-1.2e-7,"
                + "9007199254740992,5e-324,1.7976931348623157e+308]");
  }

  @Test
  void refusesWhatHasNoForm() {
    assertThatThrownBy(() -> canonical("1e400")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CanonicalJson.text(JsonNodeFactory.instance.stringNode("a\ud83d")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 500)
  void readsBackTheSameDouble(@ForAll double value) {
    if (Double.isFinite(value)) {
      String text = CanonicalJson.text(JsonNodeFactory.instance.numberNode(value));
      assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
      assertThat(canonical(text)).isEqualTo(text);
    }
  }
}
