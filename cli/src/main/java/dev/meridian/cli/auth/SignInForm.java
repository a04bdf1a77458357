package dev.meridian.cli.auth;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Unreachable;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Approves a device code without a browser: walks the sign-in pages as a person would, filling in
 * the user name, the password and the code, for at most a handful of pages.
 */
final class SignInForm {
  private static final int PAGES = 8;

  private final URI url;
  private final String username;
  private final String password;
  private final HttpClient http;

  SignInForm(ControlPlaneAddress address, String username, String password) {
    this.url = address.url();
    this.username = username;
    this.password = password;
    this.http =
        address
            .connection()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER))
            .build();
  }

  /**
   * Approves a code.
   *
   * @throws CommandFailure when user name or password are wrong, or the pages are not understood
   */
  void approve(OAuth.DeviceCode code) {
    HttpResponse<String> page = send(HttpRequest.newBuilder(code.verificationComplete()).GET());
    boolean passwordSent = false;
    for (int count = 0; count < PAGES; count++) {
      Optional<HtmlForm> form = formOf(page, code);
      if (form.isEmpty()) {
        if (passwordSent && asksForSecondFactor(page)) {
          throw new CommandFailure(
              ExitCode.FORBIDDEN,
              username
                  + " has a second factor, which needs a person. Sign in with a browser (meridian login), or let programs use a service account.");
        }
        if (page.statusCode() == 429) {
          throw new CommandFailure(
              ExitCode.FORBIDDEN,
              "Too many sign-ins have failed at "
                  + url
                  + ". Wait "
                  + page.headers().firstValue("Retry-After").orElse("300")
                  + " seconds and try again.");
        }
        if (page.statusCode() >= 400 || !passwordSent) {
          throw new CommandFailure(
              ExitCode.FORBIDDEN,
              "The sign-in page at "
                  + page.uri()
                  + " was not understood (HTTP "
                  + page.statusCode()
                  + "). Sign in with a browser: meridian login");
        }
        return;
      }
      if (form.get().asksForPassword() && passwordSent) {
        throw new CommandFailure(
            ExitCode.FORBIDDEN, "User name or password are wrong for " + username + " at " + url);
      }
      passwordSent |= form.get().asksForPassword();
      page = submit(form.get(), code);
    }
  }

  private static Optional<HtmlForm> formOf(HttpResponse<String> page, OAuth.DeviceCode code) {
    return HtmlForm.on(page.uri(), page.body()).stream()
        .filter(form -> form.asksForPassword() || asksForApproval(form, code))
        .findFirst();
  }

  private static boolean asksForSecondFactor(HttpResponse<String> page) {
    return HtmlForm.on(page.uri(), page.body()).stream()
        .anyMatch(form -> form.action().getPath().equals("/login/code"));
  }

  private static boolean asksForApproval(HtmlForm form, OAuth.DeviceCode code) {
    String path = form.action().getPath();
    return form.fields().containsKey("user_code")
        || form.fields().containsValue(code.userCode())
        || path.contains("consent")
        || path.startsWith("/oauth2/");
  }

  private HttpResponse<String> submit(HtmlForm form, OAuth.DeviceCode code) {
    Map<String, String> fields = new LinkedHashMap<>(form.fields());
    if (form.asksForPassword()) {
      fields.put("username", username);
      fields.put("password", password);
    } else {
      fields.computeIfPresent("user_code", (name, value) -> code.userCode());
    }
    String body =
        fields.entrySet().stream()
            .map(field -> Api.encode(field.getKey()) + '=' + Api.encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(form.action())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", url.toString())
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(30)).header("Accept", "text/html").build(),
          BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new Unreachable(url, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unreachable(url, interrupted);
    }
  }
}
