package dev.meridian.controlplane.fairness;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Takes each request from the allowance of its caller and of the tenant that it names. Only those
 * who may see a tenant use its allowance up: a stranger who asks for it takes from its own alone.
 */
@Component
class FairShare implements HandlerInterceptor, WebMvcConfigurer {
  private final Callers callers;
  private final Permissions permissions;
  private final NamedTenants tenants;
  private final Allowance ofCallers;
  private final Allowance ofTenants;

  FairShare(Callers callers, Permissions permissions, NamedTenants tenants, RateSettings settings) {
    this.callers = callers;
    this.permissions = permissions;
    this.tenants = tenants;
    this.ofCallers = new Allowance(settings.caller());
    this.ofTenants = new Allowance(settings.tenant());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Optional<Caller> caller = callers.find();
    if (request.getDispatcherType() != DispatcherType.REQUEST || caller.isEmpty()) {
      return true;
    }
    require(ofCallers.take(caller.get().accountId()), "you");
    Optional<UUID> tenant = named(request);
    if (tenant.isPresent() && permissions.may(caller.get(), "tenant:read", tenant.get())) {
      require(ofTenants.take(tenant.get()), "this tenant");
    }
    return true;
  }

  private Optional<UUID> named(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                instanceof Map<?, ?> variables
            && variables.get("tenant") instanceof String name
        ? tenants.find(name)
        : Optional.empty();
  }

  private static void require(Duration wait, String who) {
    if (!wait.isZero()) {
      Duration whole = Duration.ofSeconds(wait.toSeconds() + 1);
      throw new ProblemException(
              ProblemType.TOO_MANY_REQUESTS,
              "There are more requests of %s than the API takes; ask again in %d s."
                  .formatted(who, whole.toSeconds()))
          .retryAfter(whole);
    }
  }
}
