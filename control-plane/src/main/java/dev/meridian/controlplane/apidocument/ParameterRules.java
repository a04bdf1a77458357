package dev.meridian.controlplane.apidocument;

import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;

/** Says the bounds of parameters that mean the same wherever they are. */
@Component
class ParameterRules implements ParameterCustomizer {
  @Override
  public @Nullable Parameter customize(@Nullable Parameter parameter, MethodParameter of) {
    if (parameter == null || parameter.getName() == null || parameter.getSchema() == null) {
      return parameter;
    }
    Schema<?> schema = parameter.getSchema();
    switch (parameter.getName()) {
      case "limit" -> {
        schema.setMinimum(BigDecimal.ONE);
        schema.setMaximum(BigDecimal.valueOf(Page.MAX_LIMIT));
      }
      case Idempotency.HEADER -> {
        schema.setMinLength(1);
        schema.setMaxLength(Idempotency.LONGEST_KEY);
      }
      default -> {}
    }
    return parameter;
  }
}
