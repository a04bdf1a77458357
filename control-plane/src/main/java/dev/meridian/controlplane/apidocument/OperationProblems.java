package dev.meridian.controlplane.apidocument;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.lang.annotation.Annotation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/** Declares the problems that an operation answers with, as its signature tells them. */
@Component
class OperationProblems implements OperationCustomizer {
  private static final List<Class<? extends Annotation>> MUTATIONS =
      List.of(PostMapping.class, PutMapping.class, PatchMapping.class, DeleteMapping.class);

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    of(handler).stream()
        .collect(
            groupingBy(
                ProblemType::status, TreeMap::new, mapping(OperationProblems::text, joining("; "))))
        .forEach(
            (status, text) ->
                operation.getResponses().addApiResponse(status.toString(), problem(text)));
    return operation;
  }

  private static String text(ProblemType type) {
    return type.title() + ": " + type.uri();
  }

  private static ApiResponse problem(String text) {
    return new ApiResponse()
        .description(text)
        .content(
            new Content()
                .addMediaType(
                    org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                    new MediaType().schema(new JsonSchema().$ref(ProblemSchema.REFERENCE))));
  }

  private static Set<ProblemType> of(HandlerMethod handler) {
    Set<ProblemType> problems =
        EnumSet.of(
            ProblemType.MALFORMED,
            ProblemType.UNAUTHENTICATED,
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.INTERNAL,
            ProblemType.UNAVAILABLE);
    Problems said = handler.getMethodAnnotation(Problems.class);
    if (said == null || !said.forEverybody()) {
      problems.add(ProblemType.FORBIDDEN);
    }
    if (said != null) {
      problems.addAll(List.of(said.also()));
    }
    boolean changes = MUTATIONS.stream().anyMatch(handler::hasMethodAnnotation);
    if (changes) {
      problems.add(ProblemType.VIEWING_ONLY);
    }
    for (MethodParameter parameter : handler.getMethodParameters()) {
      problems.addAll(of(parameter));
      if (changes
          && parameter.hasParameterAnnotation(PathVariable.class)
          && parameter.getParameter().getName().equals("tenant")) {
        problems.add(ProblemType.TENANT_SUSPENDED);
        problems.add(ProblemType.TENANT_DELETING);
      }
    }
    return problems;
  }

  private static List<ProblemType> of(MethodParameter parameter) {
    if (parameter.hasParameterAnnotation(PathVariable.class)) {
      return List.of(ProblemType.NOT_FOUND);
    }
    if (parameter.hasParameterAnnotation(RequestBody.class)) {
      return List.of(ProblemType.INVALID, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }
    if (parameter.hasParameterAnnotation(RequestParam.class)) {
      return List.of(ProblemType.INVALID);
    }
    RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
    return header == null ? List.of() : ofHeader(header);
  }

  private static List<ProblemType> ofHeader(RequestHeader header) {
    String name = header.name().isEmpty() ? header.value() : header.name();
    return switch (name) {
      case HttpHeaders.IF_MATCH -> List.of(ProblemType.VERSION_CONFLICT);
      case Idempotency.HEADER -> List.of(ProblemType.INVALID, ProblemType.KEY_REUSED);
      default -> List.of();
    };
  }
}
