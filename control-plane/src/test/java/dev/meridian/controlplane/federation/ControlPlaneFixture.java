package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.database.DedicatedConnections;
import dev.meridian.tenancy.secrets.Secrets;
import dev.meridian.tenancy.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The federation, started as in production on a free port, and rows of tenants to work with. */
final class ControlPlaneFixture implements AutoCloseable {
  final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
  private final TestDatabase database;
  private final AnnotationConfigApplicationContext context;

  ControlPlaneFixture(TestDatabase database) {
    this.database = database;
    context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "meridian.agent-port", "0",
                    "meridian.agent-bind-address", "127.0.0.1",
                    "meridian.agent-heartbeat", "2s")));
    share(
        JdbcClient.class,
        Scopes.class,
        Tenants.class,
        Audit.class,
        Callers.class,
        Permissions.class,
        SealedKeys.class,
        Secrets.class,
        DedicatedConnections.class,
        InstantSource.class);
    context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
    context.registerBean(ArtifactSource.class, () -> this::artifact);
    context.register(WorkQueue.class, Wakeups.class, Events.class);
    ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context);
    // Artifacts are the test's own, and nobody comes over HTTP.
    scanner.addExcludeFilter(
        new RegexPatternTypeFilter(
            java.util.regex.Pattern.compile(".*\\.(CatalogArtifacts|[A-Za-z]+Controller)")));
    scanner.scan("dev.meridian.controlplane.federation");
    context.refresh();
  }

  private void share(Class<?>... types) {
    for (Class<?> type : types) {
      register(type);
    }
  }

  private <T> void register(Class<T> type) {
    context.registerBean(type, () -> database.get(type));
  }

  private java.io.InputStream artifact(String digest, long offset) throws FileNotFoundException {
    byte[] content = artifacts.get(digest);
    if (content == null) {
      throw new FileNotFoundException(digest);
    }
    int from = (int) Math.min(offset, content.length);
    return new ByteArrayInputStream(content, from, content.length - from);
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    Object server = context.getBean("agentServer");
    try {
      var method = server.getClass().getDeclaredMethod("port");
      method.setAccessible(true);
      return (int) method.invoke(server);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  String token(String region) {
    return get(JoinTokens.class).issue(region, new JoinTokens.NewToken(null, null, null)).token();
  }

  String token(String region, int uses, String expiresIn, String zone) {
    return get(JoinTokens.class)
        .issue(region, new JoinTokens.NewToken(uses, expiresIn, zone))
        .token();
  }

  void region(String name) {
    get(Regions.class).create(new Regions.NewRegion(name, "on-prem", null, null));
  }

  /** A pod of an instance, as the reconcilers would have made them. */
  record PodRow(UUID tenant, UUID instance, UUID pod) {}

  PodRow pod(UUID tenant, String instance, String pod) {
    UUID instanceId = Ids.next();
    UUID podId = Ids.next();
    UUID packageId = Ids.next();
    UUID root = database.tenants().root().id();
    system(
        () -> {
          sql(
              """
              insert into package_version (tenant_id, id, name, version, sort_key, summary, metadata,
                bundle, digest, published_at, published_by)
              values (?, ?, 'hello-world', ?, '1', '', '{}', '', '', now(), 'test')
              """,
              root,
              packageId,
              packageId.toString());
          sql(
              """
              insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
                state_reason, state_since, target_configuration, placement, created_at, created_by)
              values (?, ?, ?, ?, ?, 'DEPLOYING', '', now(), 1, '{}', now(), 'test')
              """,
              tenant,
              instanceId,
              instance,
              root,
              packageId);
          return sql(
              """
              insert into pod (tenant_id, id, instance_id, name, type, index, state, reason, since)
              values (?, ?, ?, ?, 'hello', 0, 'PLACED', '', now())
              """,
              tenant,
              podId,
              instanceId,
              pod);
        });
    return new PodRow(tenant, instanceId, podId);
  }

  int sql(String sql, Object... params) {
    return database.jdbc().sql(sql).params(List.of(params)).update();
  }

  <T> T query(Class<T> type, String sql, Object... params) {
    return system(() -> database.jdbc().sql(sql).params(List.of(params)).query(type).single());
  }

  <T> T system(Supplier<T> work) {
    return database.scopes().asSystem(SystemJob.FEDERATION, work);
  }

  void inTenant(UUID tenant, Runnable work) {
    database.scopes().inTenant(tenant, work);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    context.close();
  }
}
