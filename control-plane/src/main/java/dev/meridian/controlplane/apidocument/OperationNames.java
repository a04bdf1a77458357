package dev.meridian.controlplane.apidocument;

import io.swagger.v3.oas.models.Operation;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Names an operation after its controller and method, such as {@code tenantCreate}, so that a new
 * operation never renames another.
 */
@Component
class OperationNames implements OperationCustomizer {
  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    String feature = handler.getBeanType().getSimpleName().replaceFirst("Controller.*$", "");
    String method = handler.getMethod().getName();
    String prefix = Character.toLowerCase(feature.charAt(0)) + feature.substring(1);
    operation.setOperationId(
        method.startsWith(prefix)
            ? method
            : prefix + Character.toUpperCase(method.charAt(0)) + method.substring(1));
    operation.setTags(List.of(feature));
    return operation;
  }
}
