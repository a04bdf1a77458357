package dev.meridian.tenancy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts. May be called in any scope. */
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

  /** Whether an account can be called so. */
  public static boolean isPossibleName(String username) {
    return USERNAME.matcher(username).matches();
  }

  public Optional<Account> find(UUID id) {
    return scopes.readIdentities(
        () -> jdbc.sql(SELECT + "where id = ?").param(id).query(Accounts::account).optional());
  }

  public Optional<Account> byUsername(String username) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(SELECT + "where username = ?")
                .param(username)
                .query(Accounts::account)
                .optional());
  }

  /** The account that an external issuer knows as {@code subject}. */
  public Optional<Account> bySubject(String issuer, String subject) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(SELECT + "where issuer = ? and subject = ?")
                .params(issuer, subject)
                .query(Accounts::account)
                .optional());
  }

  /** The account of that name that no external issuer knows by a subject. */
  public Optional<Account> unlinked(String username) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(SELECT + "where username = ? and subject is null")
                .param(username)
                .query(Accounts::account)
                .optional());
  }

  /** The encoded password; empty when the account has none or does not exist. */
  public Optional<String> passwordHash(String username) {
    return scopes.readIdentities(
        () ->
            jdbc.sql(
                    "select password_hash from account where username = ? and password_hash is not null")
                .param(username)
                .query(String.class)
                .optional());
  }

  /** True when there is no account at all: the very first start. */
  public boolean none() {
    return scopes.readIdentities(
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
    if (!isPossibleName(username)) {
      throw new TenancyException.Invalid(
          "username",
          "The username '%s' is not possible. Use at most 100 lower-case letters, digits, dots, underscores, @ and dashes, starting with a letter or digit."
              .formatted(username));
    }
    Account account = new Account(Ids.next(), username, displayName, kind, false);
    scopes.changeIdentities(
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
    scopes.changeIdentities(
        () ->
            jdbc.sql("update account set password_hash = ?, version = version + 1 where id = ?")
                .params(passwordHash, account)
                .update());
  }

  /**
   * A disabled account can do nothing, within a second. What a person decides here, no directory
   * undoes.
   */
  public void setDisabled(UUID account, boolean disabled) {
    scopes.changeIdentities(
        () ->
            jdbc.sql(
                    "update account set disabled = ?, disabled_by = null, version = version + 1 where id = ?")
                .params(disabled, account)
                .update());
  }

  static Account account(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("username"),
        row.getString("display_name"),
        Account.Kind.of(row.getString("kind")),
        row.getBoolean("disabled"));
  }
}
