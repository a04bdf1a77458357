package dev.meridian.controlplane.matrix;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Groups;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.RoleScope;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What the tenants of the matrix have: one of each kind, and more for cells that change them. */
final class Things {
  /**
   * In the event that is written last for each tenant; who has read so far has read what it had.
   */
  static final String LAST_EVENT = "last-event-of-the-world";

  private static final List<Place> OWNERS =
      List.of(Place.GLOBEX, Place.ACME, Place.WEB, Place.RAW, Place.FROZEN, Place.STREAMS);

  private final RunningControlPlane server;
  private final World world;
  private final Http http;
  private final PlatformThings platform;
  private final Map<Place, Map<String, String>> kept = new EnumMap<>(Place.class);

  Things(RunningControlPlane server, World world, Http http) {
    this.server = server;
    this.world = world;
    this.http = http;
    this.platform = new PlatformThings(server);
    publish("web", "web");
    // The foreign tenant's pods have names that nobody else's have.
    publish("store", "store");
    for (Place place : OWNERS) {
      Map<String, String> things = new HashMap<>();
      things.put("tenant", world.tenant(place).toString());
      for (String kind :
          List.of("instance", "secret", "volume", "member", "role", "robot", "group")) {
        things.put(kind, make(kind, place));
      }
      things.put("pod", packageOf(place) + "-0");
      things.put("sink", sink(world.tenant(place)));
      things.put("delivery", delivery(world.tenant(place), things.get("sink")));
      kept.put(place, things);
      for (String kind : List.of("invitation", "groupmember")) {
        things.put(kind, make(kind, place));
      }
      usage(place);
    }
    Group group =
        server.get(Groups.class).own(world.tenant(Place.STREAMS), of(Place.STREAMS, "group"));
    world.bind(group, Role.TENANT_VIEWER, Place.RAW, RoleScope.SUBTREE);
    OWNERS.forEach(this::awaitPlanAndPods);
    suspend();
    OWNERS.forEach(
        place ->
            server
                .get(Scopes.class)
                .inTenant(
                    world.tenant(place),
                    () ->
                        server
                            .get(Events.class)
                            .publish(
                                world.tenant(place),
                                "instance",
                                of(place, "instance"),
                                Map.of("note", LAST_EVENT))));
  }

  /** The tenant's thing of a kind. */
  String of(Place place, String kind) {
    String thing = kept.getOrDefault(place, Map.of()).get(kind);
    if (thing == null) {
      throw new IllegalArgumentException("no " + kind + " in " + place);
    }
    return thing;
  }

  /** The tenant above. */
  String above(Place place) {
    return world.tenant(World.above(place)).toString();
  }

  /** Names and ids that answers to others never hold. */
  List<String> marks(Place place) {
    return place == Place.ROOT
        ? List.of()
        : List.of("tenant", "instance", "secret", "volume", "member", "sink", "delivery").stream()
            .map(kind -> of(place, kind))
            .toList();
  }

  List<String> marksWithRoles(Place place) {
    List<String> marks = new ArrayList<>(marks(place));
    if (place != Place.ROOT) {
      marks.add(of(place, "role"));
    }
    return marks;
  }

  PlatformThings platform() {
    return platform;
  }

  /** Makes one more thing of a kind for the tenant and tells its name or id. */
  String make(String kind, Place place) {
    UUID tenant = world.tenant(place);
    return switch (kind) {
      case "instance" -> instance(place);
      case "secret" -> secret(tenant);
      case "volume" -> volume(tenant);
      case "member" ->
          world.account("member-" + PlatformThings.fresh(), Role.TENANT_VIEWER, place).username();
      case "robot" -> robot(place);
      case "group" -> group(tenant).name();
      case "invitation" -> invitation(place);
      case "groupmember" -> groupMember(place);
      case "account" -> world.account("account-" + PlatformThings.fresh()).username();
      case "role" -> role(tenant);
      case "sink" -> sink(tenant);
      case "tenant" ->
          server
              .get(Tenants.class)
              .create(tenant, "t-" + PlatformThings.fresh(), null, null)
              .id()
              .toString();
      case "upload" -> upload();
      default -> throw new IllegalArgumentException("nothing is known to make a " + kind);
    };
  }

  private void publish(String name, String pod) {
    byte[] zip =
        TestPackages.named(name, "1.0.0")
            .with(
                "service.yml",
                """
                name: {{{SERVICE_NAME}}}
                pods:
                  %s:
                    count: 1
                    tasks:
                      server: {goal: RUNNING, cmd: sleep 1, cpus: 0.1, memory: 16}
                """
                    .formatted(pod))
            .zip();
    Http.Answer answer =
        http.send(
            world.token(Actor.PLATFORM),
            "POST",
            "/api/v1/packages",
            Map.of("Content-Type", "application/zip"),
            zip);
    if (answer.status() != 201) {
      throw new AssertionError(answer.body());
    }
  }

  private static String packageOf(Place place) {
    return place == Place.GLOBEX ? "store" : "web";
  }

  private String instance(Place place) {
    String name = "i-" + PlatformThings.fresh();
    post(
        "/api/v1/tenants/" + world.tenant(place) + "/instances",
        "{\"name\":\"%s\",\"package\":\"%s\",\"allowWaiting\":true}"
            .formatted(name, packageOf(place)),
        202);
    return name;
  }

  private String secret(UUID tenant) {
    Secrets secrets = server.get(Secrets.class);
    return server
        .get(Scopes.class)
        .inTenant(
            tenant,
            () -> {
              UUID id =
                  secrets.create(
                      tenant,
                      "matrix/" + PlatformThings.fresh(),
                      "",
                      Map.of(),
                      SecretValue.of("one"));
              secrets.rotate(tenant, id, SecretValue.of("two"));
              return id;
            })
        .toString();
  }

  private String role(UUID tenant) {
    String name = "r-" + PlatformThings.fresh();
    write(
        """
        insert into tenant_role (tenant_id, name, description, permissions, created_at)
        values (?, ?, '', '{instance:read}', now())
        """,
        tenant,
        name);
    return name;
  }

  private Group group(UUID tenant) {
    return server.get(Groups.class).create(tenant, "g-" + PlatformThings.fresh(), "A group");
  }

  /** A member of the group that the tenant keeps. */
  private String groupMember(Place place) {
    Account member = world.account("member-" + PlatformThings.fresh(), Role.TENANT_VIEWER, place);
    Groups groups = server.get(Groups.class);
    groups.add(groups.own(world.tenant(place), of(place, "group")), member.id());
    return member.username();
  }

  private String invitation(Place place) {
    UUID id = Ids.next();
    write(
        """
        insert into invitation (tenant_id, id, email, secret_hash, role, scope, invited_by,
          created_at, expires_at)
        select ?, ?, 'somebody@example.org', decode(repeat('ab', 32), 'hex'), 'tenant-viewer',
          'subtree', id, now(), now() + interval '1 day'
        from account order by id limit 1
        """,
        world.tenant(place),
        id);
    return id.toString();
  }

  private String robot(Place place) {
    String name =
        world.account("robot-" + PlatformThings.fresh(), Role.TENANT_VIEWER, place).username();
    write(
        "insert into service_account (tenant_id, account_id) select ?, id from account where username = ?",
        world.tenant(place),
        name);
    return name;
  }

  /** A sink to where nothing listens, that has all that there will be for a long time. */
  private String sink(UUID tenant) {
    String name = "s-" + PlatformThings.fresh();
    write(
        """
        insert into audit_sink (tenant_id, id, name, kind, target, created_at, xid, event_id)
        values (?, ?, ?, 'syslog', 'tcp://127.0.0.1:9', now(), '9000000000000000000', ?)
        """,
        tenant,
        Ids.next(),
        name,
        Ids.next());
    return name;
  }

  /** A delivery that a sink had once. */
  private String delivery(UUID tenant, String sink) {
    UUID id = Ids.next();
    write(
        """
        insert into audit_delivery (tenant_id, id, sink_id, after_xid, after_event_id, xid,
          event_id, events, first_at, state, made_at)
        select tenant_id, ?, id, '0', id, '0', id, 1, now(), 'DELIVERED', now()
        from audit_sink where tenant_id = ? and name = ?
        """,
        id,
        tenant,
        sink);
    return id.toString();
  }

  /** A volume that its uninstalled instance left. */
  private String volume(UUID tenant) {
    UUID instance = Ids.next();
    write(
        """
        insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
          state_reason, state_since, target_configuration, placement, created_at, created_by)
        select tenant_id, ?, 'gone', package_tenant_id, package_id, 'UNINSTALLED', '', now(), 1,
          '{}', now(), 'test'
        from instance where tenant_id = ? order by created_at limit 1
        """,
        instance,
        tenant);
    UUID id = Ids.next();
    write(
        """
        insert into volume (tenant_id, id, instance_id, instance_name, package_name, pod_id,
          pod_name, path, size_bytes, node_id, state, ordered, kept_until, created_at)
        values (?, ?, ?, 'gone', 'web', ?, 'web-0', 'data', 1024, cast(? as uuid), 'KEPT', true,
          now() + interval '1 day', now())
        """,
        tenant,
        id,
        instance,
        Ids.next(),
        platform.node());
    return id.toString();
  }

  private String upload() {
    return Browser.JSON
        .readTree(
            post(
                "/api/v1/artifact-uploads",
                "{\"digest\":\"%s\",\"sizeBytes\":10}".formatted(PlatformThings.digest()),
                200))
        .path("uploadId")
        .asString();
  }

  private void usage(Place place) {
    write(
        """
        insert into pod_transition (id, tenant_id, instance_id, instance_name, package_name, pod_id,
          pod_name, transition, at, cpu_millis, memory_bytes, disk_bytes, incarnation, configuration)
        select ?, tenant_id, id, name, 'web', ?, 'web-0', 'RESERVED', now() - interval '1 hour',
          100, 1024, 0, 1, 1
        from instance where tenant_id = ? limit 1
        """,
        Ids.next(),
        Ids.next(),
        world.tenant(place));
  }

  private void awaitPlanAndPods(Place place) {
    String instance =
        "/api/v1/tenants/" + world.tenant(place) + "/instances/" + of(place, "instance");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                json(instance + "/plans").size() > 0
                    && json(instance + "/pods").path("items").size() > 0);
  }

  private void suspend() {
    write("update tenant set state = 'SUSPENDED' where id = ?", world.tenant(Place.FROZEN));
  }

  private JsonNode json(String path) {
    return Browser.JSON.readTree(http.get(world.token(Actor.PLATFORM), path).body());
  }

  private String post(String path, String body, int expected) {
    Http.Answer answer =
        http.send(
            world.token(Actor.PLATFORM),
            "POST",
            path,
            Map.of(),
            body.getBytes(StandardCharsets.UTF_8));
    if (answer.status() != expected) {
      throw new AssertionError("POST %s: %s".formatted(path, answer.body()));
    }
    return answer.body();
  }

  private void write(String sql, Object... parameters) {
    server
        .get(Scopes.class)
        .asSystem(
            SystemJob.MAINTENANCE,
            () -> {
              server.get(JdbcClient.class).sql(sql).params(parameters).update();
            });
  }
}
