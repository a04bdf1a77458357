package dev.meridian.tenancy.testing;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.QuotaLimits;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenancyConfiguration;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.database.Database;
import dev.meridian.tenancy.secrets.SecretsConfiguration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A fresh, migrated database for one test class, on a durable PostgreSQL that the whole test JVM
 * shares. Use as {@code @RegisterExtension static final TestDatabase database = new
 * TestDatabase();}. Everything goes through the beans that production uses.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
  private final AtomicReference<@Nullable Caller> caller = new AtomicReference<>();
  private InstantSource clock = InstantSource.system();
  private @Nullable AnnotationConfigApplicationContext context;

  /** Uses this clock instead of the system's, for tests that move time. */
  public TestDatabase withClock(InstantSource other) {
    this.clock = other;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext extension) {
    Database database = TestServer.running().freshDatabase();
    AnnotationConfigApplicationContext started = new AnnotationConfigApplicationContext();
    started.setAllowBeanDefinitionOverriding(true);
    started.registerBean(InstantSource.class, () -> clock);
    started.registerBean(
        dev.meridian.tenancy.CallerSource.class, () -> () -> Optional.ofNullable(caller.get()));
    started
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new org.springframework.core.env.MapPropertySource(
                "test",
                java.util.Map.of(
                    "meridian.data-dir", TestServer.running().directory().toString())));
    started.register(TenancyConfiguration.class, SecretsConfiguration.class);
    started.addBeanFactoryPostProcessor(
        factory -> {
          // The server is there already; the bean of the configuration would start another.
          ((org.springframework.beans.factory.support.BeanDefinitionRegistry) factory)
              .removeBeanDefinition("database");
        });
    started.getDefaultListableBeanFactory().registerSingleton("testDatabase", database);
    started.refresh();
    context = started;
    tenants().root();
  }

  @Override
  public void afterAll(ExtensionContext extension) {
    if (context != null) {
      Database database = context.getBean(Database.class);
      context.close();
      database.close();
    }
  }

  /** A bean of the tenancy module. */
  public <T> T get(Class<T> type) {
    if (context == null) {
      throw new IllegalStateException("TestDatabase must be a static @RegisterExtension field");
    }
    return context.getBean(type);
  }

  public Scopes scopes() {
    return get(Scopes.class);
  }

  public JdbcClient jdbc() {
    return get(JdbcClient.class);
  }

  public Tenants tenants() {
    return get(Tenants.class);
  }

  public Quotas quotas() {
    return get(Quotas.class);
  }

  public QuotaLimits quotaLimits() {
    return get(QuotaLimits.class);
  }

  public Accounts accounts() {
    return get(Accounts.class);
  }

  public Permissions permissions() {
    return get(Permissions.class);
  }

  public Callers callers() {
    return get(Callers.class);
  }

  public Audit audit() {
    return get(Audit.class);
  }

  public Database database() {
    return get(Database.class);
  }

  /** Makes a tenant below the root. */
  public UUID tenant(String name) {
    return tenants().create(tenants().root().id(), name, null, null).id();
  }

  /** Makes a tenant below another. */
  public UUID tenant(UUID parent, String name) {
    return tenants().create(parent, name, null, null).id();
  }

  /** Makes an account with one role in the subtree of a tenant. */
  public Account account(String username, Role role, UUID tenant) {
    Account account = accounts().create(username, username, Account.Kind.PERSON, null);
    get(Bindings.class).bind(account.id(), role, tenant);
    return account;
  }

  /** From now on this account is the caller; null for nobody. */
  public void callAs(@Nullable Account account) {
    caller.set(
        account == null
            ? null
            : new Caller(
                account.id(), account.username(), account.displayName(), account.kind(), null));
  }
}
