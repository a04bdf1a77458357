package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Whoever must have a second factor and has none sets one up before anything else. */
final class RequiredSecondFactorFilter extends OncePerRequestFilter {
  private static final Set<String> SETTING_UP =
      Set.of("/api/v1/me", "/api/v1/me/second-factor", "/api/v1/me/second-factor/confirm");

  /** Why a request was refused. */
  static final class SecondFactorMissing extends DeniedByFilter {
    private static final long serialVersionUID = 1L;

    SecondFactorMissing() {
      super(
          ProblemType.SECOND_FACTOR_REQUIRED,
          "You may do nothing here before you have set up a second factor. Do it under Sessions in the web, or with: meridian second-factor enroll");
    }
  }

  private final SignedInAccounts accounts;
  private final SecondFactorPolicy policy;
  private final AuditedProblems problems;

  RequiredSecondFactorFilter(
      SignedInAccounts accounts, SecondFactorPolicy policy, AuditedProblems problems) {
    this.accounts = accounts;
    this.policy = policy;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!SETTING_UP.contains(request.getRequestURI())
        && accounts.caller().filter(policy::misses).isPresent()) {
      problems.denied(request, response, new SecondFactorMissing());
      return;
    }
    chain.doFilter(request, response);
  }
}
