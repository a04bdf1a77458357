package dev.meridian.controlplane.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class TenantExportIT {
  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(Map.of("meridian.audit-sinks.loopback", "true"));

  private static Browser admin;
  private static Doomed doomed;

  @BeforeAll
  static void publish() {
    admin = Browser.admin(server);
    doomed = new Doomed(server, admin);
    doomed.publish();
  }

  private static List<JsonNode> lines(Browser browser, String tenant) {
    HttpResponse<String> answer = browser.get(Doomed.path(tenant) + "/export");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().map(Browser.JSON::readTree).toList();
  }

  private static Set<String> types(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("type").asString()).collect(Collectors.toSet());
  }

  @Test
  void holdsEverythingOfTheTenantAndThoseBelowWhileItsGraceLastsToo() {
    String top = doomed.tenant("");
    String team = doomed.tenant(top);
    UUID teamId = doomed.id(team);
    String web = doomed.instance(team);
    UUID secret = doomed.secret(teamId);
    UUID volume = doomed.keptVolume(teamId);
    doomed.robot(team);
    Browser boss = doomed.member(top, "tenant-admin");
    doomed.tenant("");
    doomed.ok(
        202, doomed.change("DELETE", Doomed.path(top), "{\"confirm\":\"%s\"}".formatted(top)));

    List<JsonNode> lines = lines(boss, top);

    assertThat(types(lines))
        .contains(
            "begin",
            "tenant",
            "member",
            "serviceAccount",
            "instance",
            "volume",
            "secret",
            "audit",
            "end");
    assertThat(lines.getLast().path("type").asString()).isEqualTo("end");
    assertThat(lines.getLast().path("lines").asInt()).isEqualTo(lines.size() - 2);
    assertThat(lines.toString())
        .contains(web, secret.toString(), volume.toString(), "tenant.delete")
        .doesNotContain("hush");
    assertThat(
            lines.stream()
                .filter(line -> line.path("type").asString().equals("tenant"))
                .map(line -> line.path("value").path("id").asString()))
        .containsExactly(doomed.id(top).toString(), teamId.toString());
    assertThat(types(lines(admin, top)))
        .as("administrators of the platform do not read secrets")
        .doesNotContain("secret")
        .contains("instance");
    assertThat(doomed.member(doomed.tenant(""), "tenant-viewer").get(Doomed.path(top) + "/export"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(404);
    assertThat(admin.json(Doomed.path(top) + "/audit").toString()).contains("tenant.export");
  }

  /** What is planted by SQL needs a worker or an agent to come about otherwise. */
  private static void plantWhatAgentsMake(UUID tenant, UUID volume) {
    UUID pod = Ids.next();
    UUID plan = Ids.next();
    UUID phase = Ids.next();
    String gone = "(select id from instance where tenant_id = ? and name = 'gone')";
    doomed.write(
        "insert into configuration values (?, "
            + gone
            + ", 1, 1, '{}', '{\"colour\":\"teal\"}', now(), 'test'), (?, "
            + gone
            + ", 2, 1, '{}', '{\"colour\":\"plum\"}', now(), 'test')",
        tenant,
        tenant,
        tenant,
        tenant);
    doomed.write(
        "insert into pod values (?, ?, " + gone + ", 'web-0', 'web', 0, 'READY', '', now())",
        tenant,
        pod,
        tenant);
    doomed.write(
        """
        insert into reservation select tenant_id, ?, node_id, 250, 1, 1, now()
        from volume where id = ?
        """,
        pod,
        volume);
    doomed.write(
        """
        insert into port_reservation select node_id, 20007, tenant_id, ?, 'server', 'http'
        from volume where id = ?
        """,
        pod,
        volume);
    doomed.write(
        "insert into plan values (?, ?, " + gone + ", 'deploy', 'serial', 0)",
        tenant,
        plan,
        tenant);
    doomed.write(
        "insert into phase values (?, ?, ?, 'first-phase', 'serial', 0)", tenant, phase, plan);
    doomed.write(
        """
        insert into step values (?, ?, ?, 0, 'web-0:[server]', ?, '[]', 'LAUNCH', 1, 'COMPLETE', '',
          now())
        """,
        tenant,
        Ids.next(),
        phase,
        pod);
    doomed.write(
        """
        insert into pod_transition (id, tenant_id, instance_id, instance_name, package_name, pod_id,
          pod_name, transition, at, cpu_millis, memory_bytes, disk_bytes, incarnation, configuration)
        values (?, ?, ?, 'gone', 'web', ?, 'web-0', 'RESERVED', now(), 250, 1, 1, 1, 1)
        """,
        Ids.next(),
        tenant,
        Ids.next(),
        pod);
    doomed.write(
        "insert into volume_transition values (?, ?, ?, 'gone', 'KEPT', now(), 1024)",
        Ids.next(),
        tenant,
        volume);
    doomed.write(
        """
        insert into package_version
        select ?, id, 'own-package', version, sort_key, summary, metadata, bundle, digest,
          published_at, published_by from package_version limit 1
        """,
        tenant);
  }

  /** A sink, and a delivery of it that failed for good. */
  private static JsonNode sink(UUID tenant, String path) {
    JsonNode sink =
        made(
            path + "/audit/sinks",
            "{\"name\":\"hook\",\"kind\":\"webhook\",\"target\":\"http://127.0.0.1:9/in\"}");
    doomed.write(
        """
        insert into audit_delivery (tenant_id, id, sink_id, after_xid, after_event_id, xid, event_id,
          events, first_at, state, reason, made_at)
        select tenant_id, ?, id, xid, event_id, xid, event_id, 3, now(), 'FAILED', 'went astray',
          now() from audit_sink where tenant_id = ?
        """,
        Ids.next(),
        tenant);
    return sink;
  }

  private static JsonNode made(String path, String body) {
    return doomed.ok(201, doomed.change("POST", path, body));
  }

  @Test
  void holdsEachKindOfThingAndNoSecretNorHashNorTokenOfAny() {
    String tenant = doomed.tenant("");
    UUID id = doomed.id(tenant);
    String base = Doomed.path(tenant);
    doomed.instance(tenant);
    UUID secret = doomed.secret(id);
    plantWhatAgentsMake(id, doomed.keptVolume(id));
    String robot = doomed.robot(tenant);
    JsonNode key = made(base + "/service-accounts/" + robot + "/keys", "{\"name\":\"pipeline\"}");
    JsonNode invitation =
        made(base + "/invitations", "{\"email\":\"eve@example.org\",\"role\":\"tenant-viewer\"}");
    made(base + "/groups", "{\"name\":\"builders\",\"displayName\":\"Builders\"}");
    JsonNode sink = sink(id, base);
    Browser boss = doomed.member(tenant, "tenant-admin");
    String link = invitation.path("link").asString();

    HttpResponse<String> answer = boss.get(base + "/export");
    List<JsonNode> lines = answer.body().lines().map(Browser.JSON::readTree).toList();

    assertThat(types(lines))
        .containsAll(ExportKinds.ALL.stream().map(ExportKind::type).toList())
        .contains("begin", "end");
    assertThat(answer.body())
        .contains("teal", "plum", "20007", "first-phase", "own-package", "went astray")
        .contains("pipeline", key.path("id").asString(), "builders", "eve@example.org")
        .contains("http://127.0.0.1:9/in", secret.toString());
    List<String> canaries =
        new ArrayList<>(
            List.of(
                "hush",
                key.path("secret").asString(),
                link.substring(link.indexOf('#') + 1),
                sink.path("secret").asString()));
    canaries.addAll(
        doomed.read(
            String.class,
            """
            select secret from audit_sink where tenant_id = :t
            union all select encode(secret_hash, 'hex') from invitation where tenant_id = :t
            union all select encode(sealed, 'hex') from secret_version where tenant_id = :t
            union all select encode(sealed, 'base64') from secret_version where tenant_id = :t
            union all select encode(wrapped, 'hex') from data_key where tenant_id = :t
            union all select k.hash from service_account_key k
              join service_account s on s.account_id = k.account_id where s.tenant_id = :t
            union all select a.password_hash from account a
              join role_binding b on b.account_id = a.id
              where b.tenant_id = :t and a.password_hash is not null
            """
                .replace(":t", "'" + id + "'")));
    assertThat(canaries).hasSizeGreaterThan(9).allMatch(canary -> canary.length() > 3);
    assertThat(answer.body()).doesNotContain(canaries.toArray(String[]::new));
  }

  @Test
  void holdsEachOfMoreThingsThanAPageOnce() {
    String tenant = doomed.tenant("");
    UUID id = doomed.id(tenant);
    doomed.instance(tenant);
    doomed.write(
        """
        insert into configuration
        select i.tenant_id, i.id, n, 1, '{}', '{}', now(), 'test'
        from instance i, generate_series(2, 1100) n where i.tenant_id = ?
        """,
        id);
    doomed.write(
        """
        insert into event (id, tenant_id, at, type, subject)
        select gen_random_uuid(), ?, now(), 'instance', 'planted-' || n
        from generate_series(1, 1100) n
        """,
        id);

    List<JsonNode> lines = lines(doomed.member(tenant, "tenant-admin"), tenant);

    assertThat(values(lines, "configuration", "number")).hasSize(1100).doesNotHaveDuplicates();
    assertThat(values(lines, "event", "subject"))
        .filteredOn(subject -> subject.startsWith("planted-"))
        .hasSize(1100)
        .doesNotHaveDuplicates();
  }

  private static List<String> values(List<JsonNode> lines, String type, String field) {
    return lines.stream()
        .filter(line -> line.path("type").asString().equals(type))
        .map(line -> line.path("value").path(field).asString())
        .toList();
  }
}
