package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts and the roles that they are bound to. May be called in any scope. */
public final class Accounts {
  private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,99}");
  private static final String SELECT =
      "select id, username, display_name, kind, disabled from account ";

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;

  public Accounts(JdbcClient jdbc, Scopes scopes, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** A role of an account in the subtree of a tenant. */
  public record Binding(UUID accountId, Role role, UUID tenantId) {}

  public Optional<Account> find(UUID id) {
    return read(
        () -> jdbc.sql(SELECT + "where id = ?").param(id).query(Accounts::account).optional());
  }

  public Optional<Account> byUsername(String username) {
    return read(
        () ->
            jdbc.sql(SELECT + "where username = ?")
                .param(username)
                .query(Accounts::account)
                .optional());
  }

  /** The account that an external issuer knows as {@code subject}. */
  public Optional<Account> bySubject(String issuer, String subject) {
    return read(
        () ->
            jdbc.sql(SELECT + "where issuer = ? and subject = ?")
                .params(issuer, subject)
                .query(Accounts::account)
                .optional());
  }

  /** The encoded password; empty when the account has none or does not exist. */
  public Optional<String> passwordHash(String username) {
    return read(
        () ->
            jdbc.sql(
                    "select password_hash from account where username = ? and password_hash is not null")
                .param(username)
                .query(String.class)
                .optional());
  }

  /** True when there is no account at all: the very first start. */
  public boolean none() {
    return read(
        () -> jdbc.sql("select not exists (select from account)").query(Boolean.class).single());
  }

  /**
   * Makes an account without any role.
   *
   * @param passwordHash an encoded password; null for one that cannot sign in with a password
   * @throws TenancyException.NameTaken when the username is in use
   */
  public Account create(
      String username, String displayName, Account.Kind kind, @Nullable String passwordHash) {
    if (!USERNAME.matcher(username).matches()) {
      throw new TenancyException.Invalid(
          "username",
          "The username '%s' is not possible. Use at most 100 lower-case letters, digits, dots, underscores, @ and dashes, starting with a letter or digit."
              .formatted(username));
    }
    Account account = new Account(Ids.next(), username, displayName, kind, false);
    write(
        () -> {
          try {
            return jdbc.sql(
                    """
                    insert into account (id, username, display_name, kind, password_hash, created_at)
                    values (?, ?, ?, ?, ?, ?)
                    """)
                .param(account.id())
                .param(username)
                .param(displayName)
                .param(kind.key())
                .param(passwordHash)
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
          } catch (DuplicateKeyException e) {
            throw new TenancyException.NameTaken("The account", username);
          }
        });
    return account;
  }

  public void setPasswordHash(UUID account, String passwordHash) {
    write(
        () ->
            jdbc.sql("update account set password_hash = ?, version = version + 1 where id = ?")
                .params(passwordHash, account)
                .update());
  }

  /** A disabled account can do nothing, within a second. */
  public void setDisabled(UUID account, boolean disabled) {
    write(
        () ->
            jdbc.sql("update account set disabled = ?, version = version + 1 where id = ?")
                .params(disabled, account)
                .update());
  }

  /** Binds an account to a role in the subtree of a tenant; once is as good as twice. */
  public void bind(UUID account, Role role, UUID tenant) {
    write(
        () ->
            jdbc.sql(
                    """
                    insert into role_binding (account_id, role, tenant_id, created_at)
                    values (?, ?, ?, ?) on conflict do nothing
                    """)
                .params(account, role.key(), tenant, clock.instant().atOffset(ZoneOffset.UTC))
                .update());
  }

  /** Takes the role away; false when it was not bound. */
  public boolean unbind(UUID account, Role role, UUID tenant) {
    return write(
            () ->
                jdbc.sql(
                        "delete from role_binding where account_id = ? and role = ? and tenant_id = ?")
                    .params(account, role.key(), tenant)
                    .update())
        > 0;
  }

  /** Whether some account that is not disabled has the role, wherever. */
  public boolean enabledHolderOf(Role role) {
    return read(
        () ->
            jdbc.sql(
                    """
                    select exists (select from role_binding b join account a on a.id = b.account_id
                                   where b.role = ? and not a.disabled)
                    """)
                .param(role.key())
                .query(Boolean.class)
                .single());
  }

  public List<Binding> bindingsOf(UUID account) {
    return bindings(account);
  }

  /** An account with a role that is bound to one tenant. */
  public record Holder(Account account, Role role) {}

  /**
   * Who has a role at one tenant, not above it, by username and role.
   *
   * @param after the username and role that come before the first; null: from the start
   */
  public List<Holder> holdersAt(UUID tenant, @Nullable List<String> after, int atMost) {
    return read(
        () ->
            jdbc.sql(
                    """
                    select a.id, a.username, a.display_name, a.kind, a.disabled, b.role
                    from role_binding b join account a on a.id = b.account_id
                    where b.tenant_id = :tenant
                      and (cast(:username as text) is null or (a.username, b.role) > (:username, :role))
                    order by a.username, b.role limit :atMost
                    """)
                .param("tenant", tenant)
                .param("username", after == null ? null : after.get(0))
                .param("role", after == null ? null : after.get(1))
                .param("atMost", atMost)
                .query(
                    (row, number) ->
                        new Holder(account(row, number), Role.of(row.getString("role"))))
                .list());
  }

  private List<Binding> bindings(UUID account) {
    return read(
        () ->
            jdbc.sql(
                    """
                    select account_id, role, tenant_id from role_binding where account_id = ?
                    order by created_at, role
                    """)
                .param(account)
                .query(
                    (row, number) ->
                        new Binding(
                            row.getObject(1, UUID.class),
                            Role.of(row.getString(2)),
                            row.getObject(3, UUID.class)))
                .list());
  }

  /** Joins a running transaction of tenant administration, which may have made what is read. */
  private <T> T read(java.util.function.Supplier<T> work) {
    return scopes.running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : scopes.asSystemApart(SystemJob.IDENTITY, work);
  }

  /** Joins a running transaction for tenant administration, so that its audit row goes with it. */
  private int write(java.util.function.Supplier<Integer> work) {
    return scopes.running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : scopes.asSystem(SystemJob.IDENTITY, work);
  }

  private static Account account(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("username"),
        row.getString("display_name"),
        Account.Kind.of(row.getString("kind")),
        row.getBoolean("disabled"));
  }
}
