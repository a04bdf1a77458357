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

/** Rights and secrets of {@link ManyTenants}, on a durable database of its own. */
public final class TenancyWorkload implements AutoCloseable {
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
    // The root is made when somebody asks for it.
    context.getBean(Tenants.class).root();
    database
        .scopes()
        .asSystem(SystemJob.TENANT_ADMINISTRATION, () -> ManyTenants.fill(database.jdbc()));
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
                require(permissions.may(member(i), "instance:write", ManyTenants.tenantOf(i)));
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
              int i = 1 + random.nextInt(ManyTenants.MEMBERS);
              permissions.forget();
              require(permissions.may(member(i), "instance:write", ManyTenants.tenantOf(i)));
            });
    return 1e3 / each;
  }

  /** Values of secrets that are read and opened in a second. */
  public double secretReads(int readers, Duration length) {
    Secrets secrets = context.getBean(Secrets.class);
    // The beans' own: a scope counts for the connections that it was opened on.
    Scopes scopes = context.getBean(Scopes.class);
    UUID tenant = ManyTenants.tenantOf(1);
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
    return new Caller(ManyTenants.account(i), "member-" + i, "", Account.Kind.PERSON, null);
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }
}
