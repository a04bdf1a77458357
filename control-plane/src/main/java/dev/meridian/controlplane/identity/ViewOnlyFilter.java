package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Tenants;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While a sign-in views as a tenant, every answer says so in a header and nothing is changed but
 * the view itself. A view to which the right has gone ends here; what would have changed something
 * is refused that once too.
 */
final class ViewOnlyFilter extends OncePerRequestFilter {
  /** Names the tenant that is viewed, on every answer of the API in a view. */
  static final String HEADER = "Meridian-Viewing";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String VIEW = "/api/v1/me/view";
  private static final String OWN_SESSION = "/api/v1/me/sessions/current";

  /** Why a request was refused. */
  static final class ViewingOnly extends DeniedByFilter {
    private static final long serialVersionUID = 1L;

    ViewingOnly(String path) {
      super(
          ProblemType.VIEWING_ONLY,
          "You are viewing as tenant '%s', which is read only: nothing was changed. End the view in the banner of the web, or with: meridian tenant view-as --end"
              .formatted(path));
    }
  }

  private final SignedInAccounts accounts;
  private final Permissions permissions;
  private final TenantViews views;
  private final Tenants tenants;
  private final AuditedProblems problems;

  ViewOnlyFilter(
      SignedInAccounts accounts,
      Permissions permissions,
      TenantViews views,
      Tenants tenants,
      AuditedProblems problems) {
    this.accounts = accounts;
    this.permissions = permissions;
    this.views = views;
    this.tenants = tenants;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Caller> viewer =
        accounts.caller().filter(caller -> caller.credential().view().isPresent());
    if (viewer.isPresent() && !isExempt(request)) {
      UUID tenant = viewer.get().credential().view().orElseThrow().tenant();
      String path = tenants.find(tenant).path();
      if (permissions.mayView(viewer.get(), tenant)) {
        response.setHeader(HEADER, path);
      } else {
        views.end(viewer.get(), TenantViews.End.RIGHT_LOST);
      }
      if (!READING.contains(request.getMethod())) {
        problems.denied(request, response, new ViewingOnly(path));
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /** The view is changed and ended in a view, and so is the sign-in that it belongs to. */
  private static boolean isExempt(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals(VIEW) || (path.equals(OWN_SESSION) && request.getMethod().equals("DELETE"));
  }
}
