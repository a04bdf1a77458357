package dev.meridian.controlplane.platform;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

/** What a request's JSON may not hold, beside what its record says. */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {
  /** Lists and maps of records hold no null; one in a request is refused where it stands. */
  @Bean
  JsonMapperBuilderCustomizer noNullElements() {
    JsonSetter.Value refused = JsonSetter.Value.forContentNulls(Nulls.FAIL);
    return builder ->
        List.of(List.class, Set.class, Map.class)
            .forEach(
                type ->
                    builder.withConfigOverride(type, config -> config.setNullHandling(refused)));
  }

  /** 0 and "no" are no answer to a question of yes or no. */
  @Bean
  JsonMapperBuilderCustomizer onlyTrueAndFalse() {
    return builder ->
        builder.withCoercionConfig(
            LogicalType.Boolean,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail));
  }

  /** A number is no text: a name that came as false would be the name "false". */
  @Bean
  JsonMapperBuilderCustomizer onlyTexts() {
    return builder ->
        builder.withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail));
  }
}
