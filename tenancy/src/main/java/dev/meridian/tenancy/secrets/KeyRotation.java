package dev.meridian.tenancy.secrets;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.keys.KeyRing;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Moves what is sealed to newer keys, a batch in a transaction, while everything goes on: older
 * keys open what they sealed until the last batch. Outside of scopes.
 */
public final class KeyRotation {
  private static final int BATCH = 200;

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final DataKeys keys;
  private final SealedKeys sealedKeys;
  private final KeyRing keyRing;

  KeyRotation(
      JdbcClient jdbc, Scopes scopes, DataKeys keys, SealedKeys sealedKeys, KeyRing keyRing) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.keys = keys;
    this.sealedKeys = sealedKeys;
    this.keyRing = keyRing;
  }

  /**
   * Makes a new version of the key-encryption key and wraps every key anew with it.
   *
   * @return how many keys were wrapped anew
   * @throws dev.meridian.tenancy.keys.KeyEncryptionException when that is not for us to do
   */
  public int rotateKeyEncryption() {
    keyRing.rotate();
    return rewrap();
  }

  /** Wraps anew every key that the newest key-encryption key did not wrap. */
  public int rewrap() {
    return sealedKeys.rewrap() + scopes.asSystem(SystemJob.MAINTENANCE, keys::rewrap);
  }

  /**
   * Gives a tenant a new data key, seals all its secrets anew with it and drops the older ones.
   *
   * @return how many versions of secrets were sealed anew
   */
  public int rotateDataKey(UUID tenant) {
    scopes.asSystem(SystemJob.MAINTENANCE, () -> keys.rotate(tenant));
    int all = 0;
    int some;
    do {
      some = scopes.asSystem(SystemJob.MAINTENANCE, () -> reseal(tenant));
      all += some;
    } while (some == BATCH);
    scopes.asSystem(SystemJob.MAINTENANCE, () -> keys.dropUnused(tenant));
    keys.forget(tenant);
    return all;
  }

  /**
   * Destroys a tenant's data keys, as the last act of its deletion: its secrets cannot be opened
   * again, from backups of this database neither.
   */
  public void shred(UUID tenant) {
    scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, () -> keys.shred(tenant));
  }

  private int reseal(UUID tenant) {
    record Row(UUID secret, int number, SecretRows.Sealed sealed) {}
    DataKeys.Opened newest = keys.newest(tenant);
    List<Row> rows =
        jdbc.sql(
                """
                select secret_id, number, data_key, sealed from secret_version
                where tenant_id = ? and data_key <> ?
                -- In one order, so that two rotations at once wait for each other and no more.
                order by secret_id, number limit ? for update
                """)
            .params(tenant, newest.version(), BATCH)
            .query(
                (row, n) ->
                    new Row(
                        row.getObject(1, UUID.class),
                        row.getInt(2),
                        new SecretRows.Sealed(row.getInt(3), row.getBytes(4))))
            .list();
    for (Row row : rows) {
      String context = Secrets.context(tenant, row.secret(), row.number());
      SecretValue value =
          keys.find(tenant, row.sealed().dataKey()).open(row.sealed().bytes(), context);
      jdbc.sql(
              """
              update secret_version set data_key = ?, sealed = ?
              where tenant_id = ? and secret_id = ? and number = ?
              """)
          .params(newest.version(), newest.seal(value, context), tenant, row.secret(), row.number())
          .update();
    }
    return rows.size();
  }
}
