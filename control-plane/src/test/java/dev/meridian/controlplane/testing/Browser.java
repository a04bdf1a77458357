package dev.meridian.controlplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person's browser without script: keeps cookies, follows redirects, submits forms. */
public final class Browser {
  public static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern FORM =
      Pattern.compile("<form[^>]*action=\"([^\"]+)\"(.*?)</form>", Pattern.DOTALL);
  private static final Pattern HIDDEN =
      Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

  private final URI site;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http;

  public Browser(URI site) {
    this(site, HttpClient.newBuilder());
  }

  /**
   * @param connections whom it trusts
   */
  public Browser(URI site, HttpClient.Builder connections) {
    this.site = site;
    this.http =
        connections.cookieHandler(cookies).followRedirects(HttpClient.Redirect.NORMAL).build();
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(site.resolve(path)).GET());
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Posts the form of a page with its hidden fields and these. */
  public HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> typed) {
    Matcher form = FORM.matcher(page.body());
    assertThat(form.find()).as("a form on " + page.uri() + ": " + page.body()).isTrue();
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher hidden = HIDDEN.matcher(form.group(2));
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2));
    }
    fields.putAll(typed);
    return post(form.group(1), fields);
  }

  public HttpResponse<String> post(String path, Map<String, String> fields) {
    return send(
        HttpRequest.newBuilder(site.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(fields))));
  }

  /** Signs in through the page that {@code /login/start} leads to. */
  public HttpResponse<String> signIn(String username, String password, String returnTo) {
    HttpResponse<String> page = get("/login/start?returnTo=" + returnTo);
    assertThat(page.uri().getPath()).isEqualTo("/login");
    return submit(page, Map.of("username", username, "password", password));
  }

  public JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** A replacement of what is at a path, as it was read. */
  public HttpResponse<String> put(String path, String body, String csrf, String ifMatch) {
    return send(
        HttpRequest.newBuilder(site.resolve(path))
            .header("Content-Type", "application/json")
            .header("X-CSRF-TOKEN", csrf)
            .header("If-Match", ifMatch)
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A request with a JSON body and, when given, a CSRF token or a bearer token. */
  public HttpResponse<String> call(
      String method, String path, String body, @Nullable String csrf, @Nullable String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.resolve(path)).header("Content-Type", "application/json");
    if (csrf != null) {
      request.header("X-CSRF-TOKEN", csrf);
    }
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return send(request.method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Signs in as the first administrator. */
  public static Browser admin(RunningControlPlane server) {
    Browser browser = new Browser(server.url());
    browser.signIn("admin", RunningControlPlane.ADMIN_PASSWORD, "/");
    return browser;
  }

  /** A request of the signed-in session, with its CSRF token and these headers. */
  public HttpResponse<String> change(
      String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.resolve(path))
            .header("X-CSRF-TOKEN", json("/api/v1/me").path("csrfToken").asString());
    if (!headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    return send(request.method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Publishes a package, as an administrator of the platform who signed in. */
  public void publish(byte[] zip) {
    HttpResponse<String> published =
        send(
            HttpRequest.newBuilder(site.resolve("/api/v1/packages"))
                .header("Content-Type", "application/zip")
                .header("X-CSRF-TOKEN", json("/api/v1/me").path("csrfToken").asString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(zip)));
    assertThat(published.statusCode()).as(published.body()).isEqualTo(201);
  }

  public CookieManager cookies() {
    return cookies;
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
