package dev.meridian.controlplane.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.servlet.HandlerMapping;

/** What the audit log says of a request: its method and address, and what the address names. */
public final class RequestSubject {
  private static final int LONGEST = 200;

  private RequestSubject() {}

  /** Such as {@code POST /api/v1/tenants}. */
  public static String of(HttpServletRequest request) {
    return cut(request.getMethod() + " " + request.getRequestURI());
  }

  /** A text that somebody gave, not longer than a subject is. */
  public static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** The variables of the address, by name; none before a handler was found for it. */
  static Map<String, String> variables(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        ? variables.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    one -> one.getKey().toString(), one -> one.getValue().toString()))
        : Map.of();
  }
}
