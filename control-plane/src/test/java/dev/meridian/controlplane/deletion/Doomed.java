package dev.meridian.controlplane.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Tenants with something of everything, over HTTP where there is a way. */
final class Doomed {
  private final RunningControlPlane server;
  private final Browser admin;

  Doomed(RunningControlPlane server, Browser admin) {
    this.server = server;
    this.admin = admin;
  }

  static String fresh(String name) {
    return name + "-" + Ids.next().toString().substring(24);
  }

  static String path(String tenant) {
    return "/api/v1/tenants/" + tenant.replace("/", "~");
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Browser.JSON.readTree(answer.body());
  }

  HttpResponse<String> change(String method, String path, String body) {
    return admin.change(method, path, body, Map.of());
  }

  JsonNode ok(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json(answer);
  }

  void publish() {
    admin.publish(TestPackages.named("web", "1.0.0").zip());
  }

  /** A new tenant; tells its path. */
  String tenant(String parent) {
    String name = fresh("tenant");
    ok(
        201,
        change(
            "POST",
            "/api/v1/tenants",
            parent.isEmpty()
                ? "{\"name\":\"%s\"}".formatted(name)
                : "{\"name\":\"%s\",\"parent\":\"%s\"}".formatted(name, parent)));
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  UUID id(String tenant) {
    return UUID.fromString(admin.json(path(tenant)).path("id").asString());
  }

  String instance(String tenant) {
    String name = fresh("web");
    ok(
        202,
        change(
            "POST",
            path(tenant) + "/instances",
            "{\"name\":\"%s\",\"package\":\"web\",\"allowWaiting\":true}".formatted(name)));
    return name;
  }

  /** A person with a role there, signed in. */
  Browser member(String tenant, String role) {
    String name = fresh("person");
    JsonNode added =
        ok(
            201,
            change(
                "POST",
                path(tenant) + "/members",
                "{\"username\":\"%s\",\"role\":\"%s\"}".formatted(name, role)));
    Browser browser = new Browser(server.url());
    browser.signIn(name, added.path("password").asString(), "/");
    return browser;
  }

  String robot(String tenant) {
    String name = fresh("robot");
    ok(
        201,
        change(
            "POST",
            path(tenant) + "/service-accounts",
            "{\"username\":\"%s\",\"role\":\"tenant-viewer\"}".formatted(name)));
    return name;
  }

  void role(String tenant) {
    ok(
        201,
        change(
            "POST",
            path(tenant) + "/roles",
            "{\"name\":\"%s\",\"permissions\":[\"tenant:read\"]}".formatted(fresh("role"))));
  }

  UUID secret(UUID tenant) {
    return server
        .get(Scopes.class)
        .inTenant(
            tenant,
            () ->
                server
                    .get(Secrets.class)
                    .create(tenant, fresh("secret"), "", Map.of(), SecretValue.of("hush")));
  }

  /** A node whose agent never came; an instance that is uninstalled, and its volume on it. */
  UUID keptVolume(UUID tenant) {
    UUID id = Ids.next();
    UUID agent = Ids.next();
    UUID volume = Ids.next();
    String region = fresh("region");
    write("insert into network values (?, ?)", id, region);
    write("insert into region values (?, ?, '', 'on-prem', ?, now())", id, region, id);
    write(
        """
        insert into agent (id, region_id, public_key, history_epoch, joined_at)
        values (?, ?, uuid_send(?), ?, now())
        """,
        agent,
        id,
        agent,
        agent);
    write(
        """
        insert into node (id, region_id, agent_id, name, zone, runtime, address,
          advertised_address, cpu_millis, memory_bytes, disk_bytes, port_begin, port_end, joined_at)
        values (?, ?, ?, 'far-away', 'a', 'process', '127.0.0.1', '127.0.0.1', 0, 0, 0, 20000,
          20009, now())
        """,
        id,
        id,
        agent);
    UUID gone = Ids.next();
    write(
        """
        insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
          state_reason, state_since, target_configuration, placement, created_at, created_by)
        select tenant_id, ?, 'gone', package_tenant_id, package_id, 'UNINSTALLED', '', now(), 1,
          '{}', now(), 'test'
        from instance where tenant_id = ? limit 1
        """,
        gone,
        tenant);
    write(
        """
        insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id,
          pod_name, path, size_bytes, node_id, state, ordered, kept_until, created_at)
        values (?, ?, ?, 'gone', 'web', ?, 'web-0', 'data', 1024, ?, 'KEPT', true,
          now() + interval '1 day', now())
        """,
        tenant,
        volume,
        gone,
        Ids.next(),
        id);
    write(
        """
        insert into quota_claim (tenant_id, holder_id, cpus, memory, disk, pods, volumes)
        values (?, ?, 0, 0, 1024, 0, 1)
        """,
        tenant,
        volume);
    return volume;
  }

  void write(String sql, Object... parameters) {
    server
        .get(Scopes.class)
        .asSystem(
            SystemJob.MAINTENANCE,
            () -> {
              server.get(JdbcClient.class).sql(sql).params(parameters).update();
            });
  }

  <T> List<T> read(Class<T> type, String sql, Object... parameters) {
    return server
        .get(Scopes.class)
        .asSystem(
            SystemJob.MAINTENANCE,
            () -> server.get(JdbcClient.class).sql(sql).params(parameters).query(type).list());
  }

  long count(String table, UUID tenant) {
    return read(Long.class, "select count(*) from " + table + " where tenant_id = ?", tenant)
        .getFirst();
  }
}
