package dev.meridian.spec.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.spec.PlanSpec;
import dev.meridian.spec.Specs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OptionsSchemaTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
          "brokers": {
            "type": "object",
            "properties": {
              "count": {"type": "integer", "minimum": 1, "default": 3},
              "memory-mb": {"type": "integer", "minimum": 256, "default": 1024},
              "racks": {"type": "array", "items": {"type": "string"}, "default": ["a", "b"]},
              "tls": {"type": "boolean", "default": false}
            }
          },
          "admin-password": {"type": "string", "format": "secret"},
          "labels": {"type": "object", "additionalProperties": {"type": "string"}},
          "ratio": {"$ref": "#/$defs/ratio"}
        },
        "$defs": {"ratio": {"type": "number", "default": 0.5}}
      }
      """;
  private final OptionsSchema schema = OptionsSchema.of(SCHEMA);

  @Test
  void takesDefaultsFromAllLevelsAndThroughReferences() {
    assertThat(schema.defaults())
        .isEqualTo(
            json(
                "{'brokers':{'count':3,'memory-mb':1024,'racks':['a','b'],'tls':false},'ratio':0.5}"));
  }

  @Test
  void mergesObjectsDeeplyAndReplacesArrays() {
    ResolvedOptions resolved =
        resolve("{'brokers':{'count':5,'racks':['c']}}", "{'brokers':{'count':7}}");

    assertThat(resolved.problems()).isEmpty();
    assertThat(resolved.values().path("brokers"))
        .isEqualTo(json("{'count':7,'memory-mb':1024,'racks':['c'],'tls':false}"));
    assertThat(resolved.origins())
        .containsEntry("/brokers/count", Origin.GIVEN)
        .containsEntry("/brokers/racks", Origin.STORED)
        .containsEntry("/brokers/memory-mb", Origin.DEFAULT);
  }

  @Test
  void tellsPointerAndMessageOfEachWrongValue() {
    ResolvedOptions resolved =
        resolve("{}", "{'brokers':{'count':0,'memory-mb':'x'},'labels':{'a':1}}");

    assertThat(resolved.isValid()).isFalse();
    assertThat(resolved.problems())
        .extracting(OptionProblem::pointer)
        .containsExactlyInAnyOrder("/brokers/count", "/brokers/memory-mb", "/labels/a");
    assertThat(resolved.problems())
        .extracting(OptionProblem::message)
        .anySatisfy(message -> assertThat(message).contains("minimum value of 1"));
  }

  @Test
  void refusesUnknownOptionsWithTheNearestKnown() {
    assertThat(resolve("{}", "{'brokers':{'memory_mb':1},'x':2}").problems())
        .extracting(OptionProblem::toString)
        .containsExactly(
            "/brokers/memory_mb: unknown option; did you mean \"memory-mb\"?",
            "/x: unknown option");
  }

  @Test
  void letsASchemaAllowOtherOptionsExplicitly() {
    OptionsSchema open =
        OptionsSchema.of("{\"properties\":{\"a\":{}},\"additionalProperties\":true}");

    assertThat(open.resolve(json("{}"), json("{'b':1}")).problems()).isEmpty();
    assertThat(resolve("{}", "{'labels':{'any':'x'}}").problems()).isEmpty();
  }

  @Test
  void reportsAnUnknownOptionOnceWhenTheSchemaForbidsItToo() {
    OptionsSchema closed =
        OptionsSchema.of("{\"properties\":{\"a\":{}},\"additionalProperties\":false}");

    assertThat(closed.resolve(json("{}"), json("{'b':1}")).problems()).hasSize(1);
  }

  @Test
  void takesReferencesToSecretsOnlyAndNeverRepeatsTheLiteral() {
    assertThat(resolve("{}", "{'admin-password':'hunter2'}").problems())
        .singleElement()
        .asString()
        .contains("/admin-password: is a secret")
        .doesNotContain("hunter2");

    ResolvedOptions resolved = resolve("{}", "{'admin-password':'secret:kafka/admin'}");
    assertThat(resolved.problems()).isEmpty();
    assertThat(OptionsEnvironment.of(resolved, "k").values())
        .containsEntry("ADMIN_PASSWORD", "kafka/admin");
  }

  @Test
  void acceptsDraftFour() {
    OptionsSchema old =
        OptionsSchema.of(
            """
            {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object",
             "properties": {"n": {"type": "integer", "minimum": 1, "exclusiveMinimum": true, "default": 2}}}
            """);

    assertThat(old.resolve(json("{}"), json("{}")).problems()).isEmpty();
    assertThat(old.resolve(json("{}"), json("{'n':1}")).problems()).hasSize(1);
  }

  @Test
  void refusesWhatIsNoSchema() {
    for (String text :
        List.of(
            "",
            "[]",
            "{\"type\":\"string\"}",
            "{\"properties\":{\"a\":{\"type\":\"int\"}}}",
            "{\"properties\":{\"a\":{\"pattern\":\"(\"}}}",
            "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/none\"}}}",
            "{\"$schema\":\"http://example.com/schema\"}",
            "{\"a\":1,\"a\":2}")) {
      assertThatThrownBy(() -> OptionsSchema.of(text))
          .as(text)
          .isInstanceOf(InvalidOptionsSchema.class);
    }
  }

  @Test
  void refusesASchemaThatDeclaresItselfOverAndOver() {
    assertThatThrownBy(
            () ->
                OptionsSchema.of(
                    "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"object\","
                        + "\"properties\":{\"b\":{\"$ref\":\"#/$defs/n\"},\"c\":{\"$ref\":\"#/$defs/n\"}}}}}"))
        .isInstanceOf(InvalidOptionsSchema.class)
        .hasMessageContaining("declares more than 10000 options");
  }

  @Test
  void fetchesNothingFromOutsideTheFile() {
    assertThatThrownBy(
            () -> OptionsSchema.of("{\"properties\":{\"a\":{\"$ref\":\"http://127.0.0.1:1/x\"}}}"))
        .isInstanceOf(InvalidOptionsSchema.class);
  }

  @Test
  void refusesOptionsThatAreNoObject() {
    assertThat(schema.resolve(json("{}"), json("[]")).problems())
        .extracting(OptionProblem::message)
        .contains("options must be a JSON object");
  }

  @Test
  void makesTheEnvironmentOfATemplate() {
    Map<String, Object> values =
        OptionsEnvironment.of(resolve("{}", "{'ratio':0.25}"), "events").values();

    assertThat(values)
        .containsEntry("SERVICE_NAME", "events")
        .containsEntry("BROKERS_COUNT", "3")
        .containsEntry("BROKERS_MEMORY_MB", "1024")
        .containsEntry("BROKERS_TLS", false)
        .containsEntry("BROKERS_RACKS", "[\"a\",\"b\"]")
        .containsEntry("RATIO", "0.25");
  }

  @Test
  void namesWhatTwoOptionsWouldBothBeCalled() {
    OptionsSchema clashing =
        OptionsSchema.of(
            """
            {"properties": {"a-b": {"type": "string", "default": "1"},
                            "a": {"type": "object", "properties": {"b": {"type": "string", "default": "2"}}}}}
            """);
    OptionsEnvironment environment =
        OptionsEnvironment.of(clashing.resolve(json("{}"), json("{}")), "s");

    assertThat(environment.clashes()).containsExactly("A_B would stand for both /a-b and /a/b");
  }

  @Test
  void checksTheParametersOfAPlan() {
    PlanSpec backup = Specs.cassandra().plans().values().stream().toList().get(1);

    assertThat(PlanParameters.check(backup, Map.of("SNAPSHOT_NAME", "monday"))).isEmpty();
    assertThat(PlanParameters.check(backup, Map.of())).hasSize(1);
    assertThat(PlanParameters.check(backup, Map.of("SNAPSHOT_NAME", "")))
        .extracting(OptionProblem::pointer)
        .containsExactly("/SNAPSHOT_NAME");
    assertThat(PlanParameters.check(backup, Map.of("SNAPSHOT_NAME", "a", "1-x", "b"))).isNotEmpty();
  }

  private ResolvedOptions resolve(String stored, String given) {
    return schema.resolve(json(stored), json(given));
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
