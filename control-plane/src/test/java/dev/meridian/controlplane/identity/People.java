package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import java.net.http.HttpResponse;
import java.util.Map;

/** Makes tenants and people of a running server over its API, as its administrator. */
final class People {
  /** Somebody who is signed in. */
  record Person(String name, String password, Browser browser, RunningControlPlane home) {
    Browser on(RunningControlPlane replica) {
      // Cookies know hosts, not ports: the session is that of the first replica.
      Browser there = new Browser(replica.url());
      browser
          .cookies()
          .getCookieStore()
          .getCookies()
          .forEach(cookie -> there.cookies().getCookieStore().add(home.url(), cookie));
      return there;
    }
  }

  private final RunningControlPlane server;
  private final Browser admin;

  People(RunningControlPlane server) {
    this.server = server;
    this.admin = Browser.admin(server);
  }

  Browser admin() {
    return admin;
  }

  String tenant(String parent) {
    String name = fresh("tenant");
    String more = parent.isEmpty() ? "" : ",\"parent\":\"" + parent + "\"";
    created(post(admin, "/api/v1/tenants", "{\"name\":\"%s\"%s}".formatted(name, more)));
    return name;
  }

  Person member(String tenant, String role) {
    return member(tenant, role, "");
  }

  Person member(String tenant, String role, String more) {
    return memberBy(admin, tenant, role, more);
  }

  Person memberBy(Browser giver, String tenant, String role) {
    return memberBy(giver, tenant, role, "");
  }

  private Person memberBy(Browser giver, String tenant, String role, String more) {
    String name = fresh("person");
    HttpResponse<String> added =
        created(
            post(
                giver,
                members(tenant),
                "{\"username\":\"%s\",\"role\":\"%s\"%s}".formatted(name, role, more)));
    return signedIn(name, Browser.JSON.readTree(added.body()).path("password").asString());
  }

  Person signedIn(String name, String password) {
    Browser browser = new Browser(server.url());
    browser.signIn(name, password, "/");
    return new Person(name, password, browser, server);
  }

  /** Makes a group that has a role at its tenant. */
  String group(String tenant, String role) {
    String name = fresh("crew");
    created(post(admin, groups(tenant), "{\"name\":\"%s\"}".formatted(name)));
    created(
        post(
            admin,
            members(tenant),
            "{\"username\":\"%s\",\"role\":\"%s\",\"kind\":\"group\"}".formatted(name, role)));
    return name;
  }

  boolean allowed(Browser browser, String tenant, String permission) {
    return browser
        .json("/api/v1/tenants/" + tenant + "/can-i?permission=" + permission)
        .path("allowed")
        .asBoolean();
  }

  HttpResponse<String> remove(Browser browser, String tenant, String name, String role) {
    return browser.change("DELETE", members(tenant) + "/" + name + "/roles/" + role, "", Map.of());
  }

  static String members(String tenant) {
    return "/api/v1/tenants/" + tenant + "/members";
  }

  static String groups(String tenant) {
    return "/api/v1/tenants/" + tenant + "/groups";
  }

  static HttpResponse<String> post(Browser browser, String path, String body) {
    return browser.change("POST", path, body, Map.of());
  }

  static HttpResponse<String> created(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer;
  }

  static String fresh(String name) {
    return name + "-" + Ids.next().toString().substring(24);
  }
}
