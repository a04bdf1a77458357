package dev.meridian.tenancy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The only place that sets the tenant context. Each method runs its work in one transaction on the
 * login that fits, with the context set for that transaction alone; it commits when the work
 * returns and rolls back when it throws.
 *
 * <p>Inside the work, the same scope joins the running transaction. Another scope is refused with
 * {@link IllegalStateException}: work for two tenants is two transactions. A scope belongs to its
 * thread and is not passed on to threads started inside.
 */
public final class Scopes {
  private static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

  private enum Mode {
    JOIN,
    JOIN_READ_ONLY,
    APART
  }

  private final JdbcClient jdbc;
  private final Map<Mode, TransactionTemplate> templates = new EnumMap<>(Mode.class);

  /**
   * @param jdbc on the data source of {@code transactions}
   */
  public Scopes(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    for (Mode mode : Mode.values()) {
      TransactionTemplate template = new TransactionTemplate(transactions);
      template.setReadOnly(mode == Mode.JOIN_READ_ONLY);
      template.setPropagationBehavior(
          mode == Mode.APART
              ? TransactionDefinition.PROPAGATION_REQUIRES_NEW
              : TransactionDefinition.PROPAGATION_REQUIRED);
      templates.put(mode, template);
    }
  }

  /** Work that sees and changes the rows of one tenant. */
  public <T extends @Nullable Object> T inTenant(UUID tenant, Supplier<T> work) {
    return run(new Scope.OneTenant(tenant), work);
  }

  /** Work that sees and changes the rows of one tenant. */
  public void inTenant(UUID tenant, Runnable work) {
    run(new Scope.OneTenant(tenant), of(work));
  }

  /** Work that reads the rows of a tenant and of all below it; writing fails. */
  public <T extends @Nullable Object> T inSubtree(UUID root, Supplier<T> work) {
    return run(new Scope.Subtree(root), work);
  }

  /** Work of a named job across tenants. */
  public <T extends @Nullable Object> T asSystem(SystemJob job, Supplier<T> work) {
    return run(new Scope.OfSystem(job), work);
  }

  /** Work of a named job across tenants. */
  public void asSystem(SystemJob job, Runnable work) {
    run(new Scope.OfSystem(job), of(work));
  }

  /** Reads of usage across tenants. */
  public <T extends @Nullable Object> T asFinance(Supplier<T> work) {
    return run(new Scope.Finance(), work);
  }

  /**
   * Work of a named job in a transaction of its own, also inside of another scope, whose
   * transaction waits meanwhile. It holds a second connection: keep it short.
   */
  public <T extends @Nullable Object> T asSystemApart(SystemJob job, Supplier<T> work) {
    return begin(new Scope.OfSystem(job), Mode.APART, work);
  }

  /** Like {@link #asSystemApart}, for the rows of one tenant. */
  public void inTenantApart(UUID tenant, Runnable work) {
    begin(new Scope.OneTenant(tenant), Mode.APART, of(work));
  }

  /**
   * Reads accounts and what they hold: in a running transaction of tenant administration, which may
   * have made what is read, else apart from whatever runs.
   */
  <T extends @Nullable Object> T readIdentities(Supplier<T> work) {
    return running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : asSystemApart(SystemJob.IDENTITY, work);
  }

  /** Changes them: with a running transaction of tenant administration goes its audit row. */
  <T extends @Nullable Object> T changeIdentities(Supplier<T> work) {
    return running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : asSystem(SystemJob.IDENTITY, work);
  }

  /** Whether the running work is that of {@code job}. */
  boolean running(SystemJob job) {
    return running().filter(new Scope.OfSystem(job)::equals).isPresent();
  }

  static Optional<Scope> running() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  private <T extends @Nullable Object> T run(Scope scope, Supplier<T> work) {
    Optional<Scope> running = running();
    if (running.isEmpty()) {
      return begin(scope, scope.readOnly() ? Mode.JOIN_READ_ONLY : Mode.JOIN, work);
    }
    if (!running.get().equals(scope)) {
      throw new IllegalStateException(
          "Work as %s was started inside of work as %s. Finish the outer transaction first."
              .formatted(scope, running.get()));
    }
    return work.get();
  }

  private <T extends @Nullable Object> T begin(Scope scope, Mode mode, Supplier<T> work) {
    TransactionTemplate template = templates.get(mode);
    if (template == null) {
      throw new IllegalStateException("no template for " + mode);
    }
    return ScopedValue.where(CURRENT, scope)
        .call(
            () ->
                template.execute(
                    status -> {
                      set(scope);
                      return work.get();
                    }));
  }

  /** Set for the transaction alone: the next one on the same pooled connection starts without. */
  private void set(Scope scope) {
    jdbc.sql("select set_config('app.tenant', ?, true), set_config('app.subtree', ?, true)")
        .param(scope.tenant())
        .param(scope.subtree())
        .query((row, number) -> true)
        .single();
  }

  private static Supplier<@Nullable Void> of(Runnable work) {
    return () -> {
      work.run();
      return null;
    };
  }
}
