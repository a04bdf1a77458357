package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of sign-in that asks for the code, after the right password. */
@Controller
class SecondFactorPages {
  static final String PATH = "/login/code";

  private static final String AGAIN = "/login?waited";

  private final SecondFactors factors;
  private final PasswordSignIn signIn;
  private final Accounts accounts;
  private final RefusalAudit refusals;
  private final InstantSource clock;

  SecondFactorPages(
      SecondFactors factors,
      PasswordSignIn signIn,
      Accounts accounts,
      RefusalAudit refusals,
      InstantSource clock) {
    this.factors = factors;
    this.signIn = signIn;
    this.accounts = accounts;
    this.refusals = refusals;
    this.clock = clock;
  }

  @GetMapping(PATH)
  ResponseEntity<String> ask(
      @RequestParam(required = false) @Nullable String error,
      @RequestParam(required = false) @Nullable String blocked,
      HttpServletRequest request,
      CsrfToken csrf) {
    if (HalfSignIn.of(request, clock.instant()).isEmpty()) {
      return SignInPages.redirect(AGAIN);
    }
    String message = "";
    if (blocked != null) {
      message =
          "Too many codes were wrong. Use a recovery code, or ask an administrator to reset your second factor.";
    } else if (error != null) {
      message = "The code is not right, or was used already. Wait for the next one and try again.";
    }
    return SignInPages.html(
        Html.page(
            "Enter the code",
            """
            <h1>Enter the code</h1>
            %s
            <form method="post" action="%s">
              <input type="hidden" name="%s" value="%s">
              <label for="code">Code of your authenticator, or a recovery code</label>
              <input id="code" name="code" type="text" autocomplete="one-time-code"
                autocapitalize="none" spellcheck="false" required autofocus>
              <button type="submit">Continue</button>
            </form>
            <p><a href="/login">Cancel</a></p>
            """
                .formatted(
                    Html.alert(message),
                    PATH,
                    Html.text(csrf.getParameterName()),
                    Html.text(csrf.getToken()))));
  }

  @PostMapping(PATH)
  void check(
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, ServletException {
    Optional<HalfSignIn> half = HalfSignIn.of(request, clock.instant());
    Optional<Account> account =
        half.map(HalfSignIn::username).flatMap(accounts::byUsername).filter(one -> !one.disabled());
    if (half.isEmpty() || account.isEmpty()) {
      again(request, response);
      return;
    }
    SecondFactors.Verdict verdict = factors.take(account.get(), code);
    switch (verdict) {
      case RIGHT -> {
        request.changeSessionId();
        signIn.complete(request, response, half.get().password());
      }
      // Reset meanwhile: the password alone is looked at anew.
      case NONE -> again(request, response);
      case WRONG, BLOCKED -> {
        AttemptFilter.failed(request);
        refusals.signInFailed(request, account.get().username(), "WrongCode");
        response.sendRedirect(
            PATH + (verdict == SecondFactors.Verdict.BLOCKED ? "?blocked" : "?error"));
      }
    }
  }

  private static void again(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HalfSignIn.forget(request);
    response.sendRedirect(AGAIN);
  }
}
