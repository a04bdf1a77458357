package dev.meridian.tenancy.secrets;

import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Claim;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.audit.Sha256;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A tenant's secrets. Call inside of {@code Scopes.inTenant}; what changes is audited in the
 * running transaction, never with a value. A foreign secret is one that does not exist.
 */
public final class Secrets {
  private final JdbcClient jdbc;
  private final SecretRows rows;
  private final DataKeys keys;
  private final Quotas quotas;
  private final Audit audit;
  private final Callers callers;
  private final InstantSource clock;

  Secrets(
      JdbcClient jdbc,
      SecretRows rows,
      DataKeys keys,
      Quotas quotas,
      Audit audit,
      Callers callers,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.keys = keys;
    this.quotas = quotas;
    this.audit = audit;
    this.callers = callers;
    this.clock = clock;
  }

  /**
   * Makes a secret with its first version.
   *
   * @return its id
   * @throws TenancyException.NameTaken when the tenant has one at this path
   * @throws TenancyException.Invalid when path, labels or value cannot be
   * @throws TenancyException.QuotaExceeded when the tenant may have no more
   */
  public UUID create(
      UUID tenant, String path, String description, Map<String, String> labels, SecretValue value) {
    SecretPath.checked(path);
    requireFitting(value);
    UUID id = Ids.next();
    if (!rows.insert(
        tenant, id, path, description, labels, value.text().isEmpty(), now(), actor())) {
      throw new TenancyException.NameTaken("Secret", path);
    }
    quotas.hold(tenant, id, Claim.of(Amounts.ofSecrets(1)));
    store(tenant, id, 1, value);
    audit.done(tenant, "secret.create", path, id, Map.of("version", 1));
    return id;
  }

  /**
   * Adds a version, which pods that are launched from now on get.
   *
   * @return its number
   */
  public int rotate(UUID tenant, UUID id, SecretValue value) {
    requireFitting(value);
    Secret secret = rows.lock(tenant, id).orElseThrow(() -> notFound(id));
    requireSameKind(secret, value);
    int number = secret.currentVersion() + 1;
    @Nullable Sha256 before = audit.before(tenant, "secret.rotate", id);
    store(tenant, id, number, value);
    rows.setCurrent(tenant, id, number);
    audit.done(
        tenant,
        AuditNote.of("secret.rotate", secret.path(), id, Map.of("version", number)).from(before));
    return number;
  }

  /**
   * Changes what is said of a secret.
   *
   * @param precondition is given the row's version, and throws when the caller has seen another
   */
  public void describe(
      UUID tenant,
      UUID id,
      String description,
      Map<String, String> labels,
      LongConsumer precondition) {
    Secret secret = rows.lock(tenant, id).orElseThrow(() -> notFound(id));
    precondition.accept(secret.rowVersion());
    @Nullable Sha256 before = audit.before(tenant, "secret.describe", id);
    rows.describe(tenant, id, description, labels);
    audit.done(tenant, AuditNote.of("secret.describe", secret.path(), id, Map.of()).from(before));
  }

  /**
   * Opens a value for a person. Audited with this transaction: when the record cannot be written,
   * nothing is shown.
   */
  public SecretValue reveal(UUID tenant, UUID id, int number) {
    Secret secret = rows.find(tenant, id).orElseThrow(() -> notFound(id));
    SecretValue value = open(tenant, id, number);
    @Nullable Sha256 seen = audit.before(tenant, "secret.reveal", id);
    audit.done(
        tenant,
        AuditNote.of("secret.reveal", secret.path(), id, Map.of("version", number)).from(seen));
    return value;
  }

  /**
   * Opens a value for a pod that was assigned it.
   *
   * @throws TenancyException.NotFound when there is no such version
   * @throws dev.meridian.tenancy.keys.KeyEncryptionException when it cannot be opened now
   */
  public SecretValue open(UUID tenant, UUID id, int number) {
    SecretRows.Sealed sealed =
        rows.sealed(tenant, id, number)
            .orElseThrow(
                () -> new TenancyException.NotFound("Version of secret", id + "/" + number));
    return keys.find(tenant, sealed.dataKey()).open(sealed.bytes(), context(tenant, id, number));
  }

  /**
   * Deletes a secret with all its versions.
   *
   * @throws TenancyException.InUse when instances name it
   */
  public void delete(UUID tenant, UUID id) {
    Secret secret = rows.lock(tenant, id).orElseThrow(() -> notFound(id));
    List<String> users = rows.usedBy(tenant, secret.path());
    if (!users.isEmpty()) {
      throw new TenancyException.InUse("Secret", secret.path(), users);
    }
    @Nullable Sha256 before = audit.before(tenant, "secret.delete", id);
    rows.delete(tenant, id);
    quotas.release(tenant, id);
    audit.done(tenant, AuditNote.of("secret.delete", secret.path(), id, Map.of()).from(before));
  }

  /**
   * Destroys the value of an older version.
   *
   * @throws TenancyException.Invalid when it is the current one
   * @throws TenancyException.InUse when pods still run with it
   */
  public void destroyVersion(UUID tenant, UUID id, int number) {
    Secret secret = rows.lock(tenant, id).orElseThrow(() -> notFound(id));
    if (number == secret.currentVersion()) {
      throw new TenancyException.Invalid(
          "version",
          "Version %d of secret '%s' is the current one. Rotate the secret first, or delete it."
              .formatted(number, secret.path()));
    }
    List<String> pods = rows.podsWith(tenant, id, number);
    if (!pods.isEmpty()) {
      throw new TenancyException.InUse("Version " + number + " of secret", secret.path(), pods);
    }
    @Nullable Sha256 before = audit.before(tenant, "secret.destroy-version", id);
    if (!rows.deleteVersion(tenant, id, number)) {
      throw new TenancyException.NotFound("Version of secret", secret.path() + "/" + number);
    }
    audit.done(
        tenant,
        AuditNote.of("secret.destroy-version", secret.path(), id, Map.of("version", number))
            .from(before));
  }

  public Optional<Secret> find(UUID tenant, UUID id) {
    return rows.find(tenant, id);
  }

  /** A secret with its versions, newest first, and the names of the instances that use it. */
  public Secret.Detail detail(UUID tenant, UUID id) {
    Secret secret = rows.find(tenant, id).orElseThrow(() -> notFound(id));
    return new Secret.Detail(secret, rows.versions(tenant, id), rows.usedBy(tenant, secret.path()));
  }

  /**
   * Secrets in the order of their paths.
   *
   * @param under paths that are this or begin with it and a slash; empty: all
   * @param labels all of them must be there
   * @param after the last path of the page before; empty: from the start
   */
  public List<Secret> page(
      UUID tenant, String under, Map<String, String> labels, String after, int atMost) {
    return rows.page(tenant, under, labels, after, atMost);
  }

  /** Current versions at these paths; a path without a secret is not there. */
  public Map<String, SecretVersion> current(UUID tenant, java.util.Collection<String> paths) {
    return paths.isEmpty() ? Map.of() : rows.current(tenant, paths);
  }

  /** Records which secrets an instance names, in place of what was recorded before. */
  public void use(UUID tenant, UUID instance, java.util.Collection<String> paths) {
    jdbc.sql("delete from secret_use where tenant_id = ? and instance_id = ?")
        .params(tenant, instance)
        .update();
    for (String path : paths) {
      jdbc.sql("insert into secret_use (tenant_id, path, instance_id) values (?, ?, ?)")
          .params(tenant, path, instance)
          .update();
    }
  }

  /** The instances that name a secret. */
  public List<UUID> users(UUID tenant, UUID id) {
    return jdbc.sql(
            """
            select u.instance_id from secret s
            join secret_use u on u.tenant_id = s.tenant_id and u.path = s.path
            where s.tenant_id = ? and s.id = ? order by u.instance_id
            """)
        .params(tenant, id)
        .query(UUID.class)
        .list();
  }

  private void store(UUID tenant, UUID id, int number, SecretValue value) {
    DataKeys.Opened key = keys.newest(tenant);
    rows.insertVersion(
        tenant,
        id,
        number,
        new SecretRows.Sealed(key.version(), key.seal(value, context(tenant, id, number))),
        value.size(),
        now(),
        actor());
  }

  static String context(UUID tenant, UUID id, int number) {
    return "secret/" + tenant + "/" + id + "/" + number;
  }

  private static void requireFitting(SecretValue value) {
    if (value.size() > SecretValue.LARGEST) {
      throw new TenancyException.Invalid(
          "value",
          "The value has %d bytes; a secret holds at most %d. Keep large files in an artifact and only its key here."
              .formatted(value.size(), SecretValue.LARGEST));
    }
  }

  /** A pod that has it as a variable must be able to have its next value too. */
  private static void requireSameKind(Secret secret, SecretValue value) {
    if (!secret.binary() && value.text().isEmpty()) {
      throw new TenancyException.Invalid(
          "value",
          "The values of secret '%s' are text and this one is not (UTF-8 without NUL). Make another secret for it."
              .formatted(secret.path()));
    }
  }

  private static TenancyException.NotFound notFound(UUID id) {
    return new TenancyException.NotFound("Secret", id.toString());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private String actor() {
    return callers.find().map(c -> c.username()).orElse("system");
  }
}
