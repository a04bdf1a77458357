package dev.meridian.controlplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A developer of a tenant of her own. */
public record Person(String name, String password, String tenant) {

  /** A new one, made by the first administrator. */
  public static Person in(RunningControlPlane server) {
    return madeBy(Browser.admin(server));
  }

  /** A new one, made by an administrator who is signed in. */
  public static Person madeBy(Browser admin) {
    String suffix = Ids.next().toString().substring(24);
    String tenant = "t-" + suffix;
    assertThat(
            admin
                .change("POST", "/api/v1/tenants", "{\"name\":\"" + tenant + "\"}", Map.of())
                .statusCode())
        .isEqualTo(201);
    HttpResponse<String> added =
        admin.change(
            "POST",
            "/api/v1/tenants/" + tenant + "/members",
            "{\"username\":\"p-%s\",\"role\":\"tenant-developer\"}".formatted(suffix),
            Map.of());
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    return new Person(
        "p-" + suffix, Browser.JSON.readTree(added.body()).path("password").asString(), tenant);
  }

  /** A browser in which she is signed in. */
  public Browser signedIn(RunningControlPlane replica) {
    Browser browser = new Browser(replica.url());
    browser.signIn(name, password, "/");
    return browser;
  }

  /** What the audit log says was done to her account. */
  public List<String> audited(RunningControlPlane server) {
    return server.rows(
        SystemJob.AUDIT,
        jdbc ->
            jdbc.sql(
                    """
                    select e.action from audit_event e join audit_personal p
                    on p.event_id = e.id where p.subject = ?
                    """)
                .param(name)
                .query(String.class)
                .list());
  }
}
