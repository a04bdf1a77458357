package dev.meridian.controlplane.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Names tenant, instance and region of a request on each line that is logged for it. */
@Component
class RequestLogContext implements AsyncHandlerInterceptor, WebMvcConfigurer {
  /** Names, paths and ids; whatever else a caller writes there stays out of the log. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9~._-]{1,200}");

  private static final Map<String, String> NAMES =
      Map.of("instance", "/instances/{name}", "region", "/regions/{name}");

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        && pattern != null) {
      put("tenant", variables.get("tenant"));
      NAMES.forEach(
          (key, path) -> {
            if (pattern.toString().contains(path)) {
              put(key, variables.get("name"));
            }
          });
    }
    return true;
  }

  private static void put(String key, @Nullable Object value) {
    if (value != null && PLAIN.matcher(value.toString()).matches()) {
      MDC.put(key, value.toString());
    }
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    clear();
  }

  @Override
  public void afterConcurrentHandlingStarted(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    clear();
  }

  private static void clear() {
    List.of("tenant", "instance", "region").forEach(MDC::remove);
  }
}
