package dev.meridian.controlplane.identity;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * What the right password leads to: the page that asks for the code, or, without a second factor,
 * the end of the sign-in. Nobody but {@link #complete} makes a session somebody's.
 */
@Component
class PasswordSignIn implements AuthenticationSuccessHandler {
  private final SecondFactors factors;
  private final WebSignIns webSignIns;
  private final InstantSource clock;
  private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
  private final AuthenticationSuccessHandler onward =
      new SavedRequestAwareAuthenticationSuccessHandler();

  PasswordSignIn(SecondFactors factors, WebSignIns webSignIns, InstantSource clock) {
    this.factors = factors;
    this.webSignIns = webSignIns;
    this.clock = clock;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication password)
      throws IOException, ServletException {
    SecurityContextHolder.clearContext();
    if (factors.guards(password.getName())) {
      // Forgives no slips yet: else the password would buy any number of tries at the code.
      HalfSignIn.begin(request, password, clock.instant());
      response.sendRedirect(SecondFactorPages.PATH);
    } else {
      complete(request, response, password);
    }
  }

  /** Makes the session the person's and leads on to where the sign-in began. */
  void complete(HttpServletRequest request, HttpServletResponse response, Authentication person)
      throws IOException, ServletException {
    HalfSignIn.forget(request);
    AttemptFilter.succeeded(request);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(person);
    SecurityContextHolder.setContext(context);
    sessions.saveContext(context, request, response);
    webSignIns.begin(request, person);
    onward.onAuthenticationSuccess(request, response, person);
  }
}
