package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The pages of sign-in and of connecting a device; they work without JavaScript. */
@Controller
class SignInPages {
  private final IdentitySettings settings;

  SignInPages(IdentitySettings settings) {
    this.settings = settings;
  }

  @GetMapping("/login")
  ResponseEntity<String> login(
      @RequestParam(required = false) @Nullable String error,
      @RequestParam(required = false) @Nullable String failed,
      @RequestParam(required = false) @Nullable String waited,
      CsrfToken csrf) {
    if (settings.external().isPresent()) {
      return failed == null
          ? redirect("/login/start")
          : html(
              Html.page(
                  "Sign-in failed",
                  """
                  <h1>Sign-in failed</h1>
                  <p class="error" role="alert">The sign-in was not completed.</p>
                  <p><a class="button" href="/login/start">Try again</a></p>
                  """));
    }
    String message = "";
    if (error != null) {
      message = "User name or password are not right. Check both and try again.";
    } else if (failed != null) {
      message = "The sign-in was not completed. Sign in again.";
    } else if (waited != null) {
      message = "The code was waited for too long. Sign in again.";
    }
    return html(
        Html.page(
            "Sign in",
            """
            <h1>Sign in</h1>
            %s
            <form method="post" action="/login">
              <input type="hidden" name="%s" value="%s">
              <label for="username">User name</label>
              <input id="username" name="username" type="text" autocomplete="username"
                autocapitalize="none" spellcheck="false" required autofocus>
              <label for="password">Password</label>
              <input id="password" name="password" type="password"
                autocomplete="current-password" required>
              <button type="submit">Sign in</button>
            </form>
            """
                .formatted(
                    Html.alert(message),
                    Html.text(csrf.getParameterName()),
                    Html.text(csrf.getToken()))));
  }

  /** Begins a sign-in that ends at {@code returnTo}. */
  @GetMapping("/login/start")
  void start(
      @RequestParam(required = false) @Nullable String returnTo,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    URI url = settings.url();
    if (!url.getHost().equalsIgnoreCase(request.getServerName()) && settings.isLoopback()) {
      // Opened as 127.0.0.1 instead of localhost: the cookie would not come along.
      response.sendRedirect(
          UriComponentsBuilder.fromUri(url)
              .path("/login/start")
              .queryParam("returnTo", "{to}")
              .build(ReturnTo.local(returnTo))
              .toString());
    } else {
      ReturnTo.remember(request, returnTo);
      response.sendRedirect("/oauth2/authorization/" + RegisteredClients.WEB);
    }
  }

  /** Where a person comes with the code that a device shows. */
  @GetMapping("/activate")
  ResponseEntity<String> activate(
      @RequestParam(name = "user_code", required = false) @Nullable String code,
      @RequestParam(required = false) @Nullable String done,
      @RequestParam(required = false) @Nullable String error) {
    if (done != null) {
      return html(
          Html.page(
              "Connected",
              """
              <h1>Connected</h1>
              <p>Your device is signed in. You can close this page.</p>
              """));
    }
    if (code != null && !code.isBlank()) {
      return redirect(
          UriComponentsBuilder.fromPath("/oauth2/device_verification")
              .queryParam("user_code", "{code}")
              .build(code.strip())
              .toString());
    }
    return html(
        Html.page(
            "Connect a device",
            """
            <h1>Connect a device</h1>
            %s
            <form method="post" action="/oauth2/device_verification">
              <label for="user_code">Code that the device shows</label>
              <input id="user_code" name="user_code" type="text" autocomplete="off"
                autocapitalize="characters" spellcheck="false" placeholder="XXXX-XXXX" required
                autofocus>
              <button type="submit">Continue</button>
            </form>
            """
                .formatted(
                    Html.alert(
                        error == null
                            ? ""
                            : "This code is not valid, or it has run out. Start again on the device."))));
  }

  /** Asks before a device may act for the person; the state in the form is the server's nonce. */
  @GetMapping("/activate/confirm")
  ResponseEntity<String> confirm(
      @RequestParam(name = "user_code") String code,
      @RequestParam(name = "client_id") String client,
      @RequestParam String state,
      @RequestParam(defaultValue = "") String scope,
      Authentication authentication) {
    StringBuilder scopes = new StringBuilder();
    for (String one : scope.split(" ")) {
      if (!one.isBlank()) {
        scopes.append(
            "<input type=\"hidden\" name=\"scope\" value=\"%s\">".formatted(Html.text(one)));
      }
    }
    return html(
        Html.page(
            "Connect this device?",
            """
            <h1>Connect this device?</h1>
            <p>The Meridian command line asks to act as <strong>%s</strong>.
              Go on only if you started it yourself and it shows this code:</p>
            <p class="code">%s</p>
            <form method="post" action="/oauth2/device_verification">
              <input type="hidden" name="client_id" value="%s">
              <input type="hidden" name="state" value="%s">
              <input type="hidden" name="user_code" value="%s">
              %s
              <button type="submit">Connect</button>
            </form>
            <p><a href="/">Cancel</a></p>
            """
                .formatted(
                    Html.text(authentication.getName()),
                    Html.text(code),
                    Html.text(client),
                    Html.text(state),
                    Html.text(code),
                    scopes)));
  }

  static ResponseEntity<String> html(String page) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, java.nio.charset.StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .body(page);
  }

  static ResponseEntity<String> redirect(String to) {
    return ResponseEntity.status(HttpStatus.FOUND).location(URI.create(to)).body("");
  }
}
