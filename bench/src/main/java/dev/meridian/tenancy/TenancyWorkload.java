package dev.meridian.tenancy;

import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import dev.meridian.tenancy.secrets.SecretsConfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Ten thousand tenants in a tree of depth six, each with five below it as far as that goes, and a
 * hundred thousand members with a role at one of them, on a durable database of its own.
 */
public final class TenancyWorkload implements AutoCloseable {
  public static final int TENANTS = 10_000;
  public static final int MEMBERS = 100_000;

  private final BenchDatabase database = BenchDatabase.start();
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  private TenancyWorkload() {
    context.setAllowBeanDefinitionOverriding(true);
    context.registerBean(InstantSource.class, () -> InstantSource.system());
    context.registerBean(CallerSource.class, () -> Optional::<Caller>empty);
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "bench", Map.of("meridian.data-dir", database.directory().toString())));
    context.register(TenancyConfiguration.class, SecretsConfiguration.class);
    context.addBeanFactoryPostProcessor(
        factory ->
            // The server is there already; the bean of the configuration would start another.
            ((org.springframework.beans.factory.support.BeanDefinitionRegistry) factory)
                .removeBeanDefinition("database"));
    context.getDefaultListableBeanFactory().registerSingleton("benchDatabase", database.database());
    context.refresh();
    fill();
  }

  public static TenancyWorkload start() {
    return new TenancyWorkload();
  }

  private void fill() {
    UUID root = context.getBean(Tenants.class).root().id();
    database
        .scopes()
        .asSystem(
            SystemJob.TENANT_ADMINISTRATION,
            () -> {
              // The parent of tenant i is tenant (i - 1) / 5; the first five are at the top.
              sql(
                  """
                  insert into tenant (id, parent_id, name, label, display_name, created_at)
                  select md5('t' || i)::uuid,
                    case when i <= 5 then cast(:root as uuid) else md5('t' || (i - 1) / 5)::uuid end,
                    't-' || i, 't-' || i, 'Tenant ' || i, now()
                  from generate_series(1, %d) i
                  """
                      .formatted(TENANTS),
                  root);
              sql(
                  """
                  insert into tenant_closure (ancestor_id, descendant_id, depth)
                  with recursive up (ancestor, descendant, depth) as (
                    select t.id, t.id, 0 from tenant t where t.id <> cast(:root as uuid)
                    union all
                    select t.parent_id, up.descendant, up.depth + 1
                    from up join tenant t on t.id = up.ancestor where t.parent_id is not null)
                  select ancestor, descendant, depth from up
                  """,
                  root);
              sql(
                  """
                  insert into account (id, username, display_name, kind, created_at)
                  select md5('a' || i)::uuid, 'member-' || i, 'Member ' || i, 'person', now()
                  from generate_series(1, %d) i where cast(:root as uuid) is not null
                  """
                      .formatted(MEMBERS),
                  root);
              sql(
                  """
                  insert into role_binding (account_id, role, tenant_id, created_at)
                  select md5('a' || i)::uuid, 'tenant-developer',
                    md5('t' || 1 + i %% %d)::uuid, now()
                  from generate_series(1, %d) i where cast(:root as uuid) is not null
                  """
                      .formatted(TENANTS, MEMBERS),
                  root);
              return root;
            });
  }

  private void sql(String statement, UUID root) {
    database.jdbc().sql(statement).param("root", root).update();
  }

  /** The settings that make the database durable, and its version. */
  public Map<String, String> databaseSettings() {
    return database.settings();
  }

  /**
   * Microseconds of a check of twenty members in turn. What a replica knows of each is remembered
   * for less than a second and then read again, which is in it.
   */
  public double rememberedCheck(Duration length) {
    Permissions permissions = context.getBean(Permissions.class);
    int members = 20;
    double each =
        Rate.of(
            1,
            length,
            () -> {
              for (int i = 1; i <= members; i++) {
                require(permissions.may(member(i), "instance:write", tenantOf(i)));
              }
            });
    return 1e6 / (each * members);
  }

  /** Milliseconds of a check that has to be read. */
  public double readCheck(Duration length) {
    Permissions permissions = context.getBean(Permissions.class);
    double each =
        Rate.of(
            1,
            length,
            () -> {
              int i = 1 + random.nextInt(MEMBERS - 1);
              permissions.forget();
              require(permissions.may(member(i), "instance:write", tenantOf(i)));
            });
    return 1e3 / each;
  }

  /** Values of secrets that are read and opened in a second. */
  public double secretReads(int readers, Duration length) {
    Secrets secrets = context.getBean(Secrets.class);
    // The beans' own: a scope counts for the connections that it was opened on.
    Scopes scopes = context.getBean(Scopes.class);
    UUID tenant = tenantOf(1);
    UUID secret =
        scopes.inTenant(
            tenant,
            () ->
                secrets.create(
                    tenant, "bench-" + UUID.randomUUID(), "", Map.of(), SecretValue.of("hush")));
    return Rate.of(
        readers,
        length,
        () ->
            scopes.inTenant(
                tenant, () -> require(secrets.open(tenant, secret, 1).bytes().length == 4)));
  }

  private static void require(boolean held) {
    if (!held) {
      throw new IllegalStateException("The answer is wrong.");
    }
  }

  private static Caller member(int i) {
    return new Caller(id("a" + i), "member-" + i, "", Account.Kind.PERSON, null);
  }

  private static UUID tenantOf(int member) {
    return id("t" + (1 + member % TENANTS));
  }

  /** As the database makes it of a text. */
  private static UUID id(String text) {
    try {
      byte[] digest =
          java.security.MessageDigest.getInstance("MD5")
              .digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(digest);
      return new UUID(bytes.getLong(), bytes.getLong());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }
}
