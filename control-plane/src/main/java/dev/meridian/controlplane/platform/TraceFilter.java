package dev.meridian.controlplane.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a trace id, which every log line of the request and every problem carries. The
 * id of a W3C {@code traceparent} header is kept, so that a caller can join its own traces.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraceFilter extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String trace = traceOf(request.getHeader("traceparent"));
    MDC.put(TraceIds.KEY, trace);
    response.setHeader("X-Trace-Id", trace);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(TraceIds.KEY);
    }
  }

  private static String traceOf(@Nullable String traceparent) {
    if (traceparent != null && traceparent.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")) {
      return traceparent.substring(3, 35);
    }
    return TraceIds.next();
  }
}
