package dev.meridian.tenancy;

import dev.meridian.tenancy.keys.KeyRing;
import dev.meridian.tenancy.keys.Wrapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keys of the platform (certificate authority, token signing), encrypted at rest by {@link
 * KeyRing}. May be called in any scope.
 */
public final class SealedKeys {
  private static final String SELECT =
      "select version, certificate, wrapped_by, sealed from sealed_key ";

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final KeyRing keyRing;
  private final InstantSource clock;

  public SealedKeys(JdbcClient jdbc, Scopes scopes, KeyRing keyRing, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.keyRing = keyRing;
    this.clock = clock;
  }

  /**
   * An opened key.
   *
   * @param certificate what belongs to the key and is no secret; empty when there is none
   */
  public record Sealed(int version, byte[] certificate, byte[] secret) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Sealed that
          && version == that.version
          && Arrays.equals(certificate, that.certificate)
          && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
      return 31 * version + Arrays.hashCode(certificate);
    }

    @Override
    public String toString() {
      return "version " + version;
    }
  }

  /** What belongs to each version of a key and is no secret, the oldest first. */
  public SortedMap<Integer, byte[]> certificates(String name) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          SortedMap<Integer, byte[]> certificates = new TreeMap<>();
          jdbc.sql(
                  "select version, certificate from sealed_key where name = ? and certificate is not null")
              .param(name)
              .query(
                  row -> {
                    certificates.put(row.getInt(1), row.getBytes(2));
                  });
          return certificates;
        });
  }

  /** A version of a key, closed. */
  public record Version(int number, Instant createdAt) {}

  /** All versions of a key, newest first. */
  public List<Version> versions(String name) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    "select version, created_at from sealed_key where name = ? order by version desc")
                .param(name)
                .query(
                    (row, number) ->
                        new Version(
                            row.getInt(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list());
  }

  /** One version of a key, which must be there. */
  public Sealed open(String name, int version) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(SELECT + "where name = ? and version = ?")
                .params(name, version)
                .query((row, number) -> opened(name, row))
                .single());
  }

  /**
   * Adds a version of a key unless the newest one was made at that time or later. Of replicas that
   * do it at the same time one does.
   *
   * @return whether it was added
   */
  public boolean replace(String name, Instant madeBefore, Supplier<Fresh> maker) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          lock(name);
          Optional<Version> newest = versions(name).stream().findFirst();
          if (newest.filter(one -> !one.createdAt().isBefore(madeBefore)).isPresent()) {
            return false;
          }
          Fresh fresh = maker.get();
          int next = newest.map(Version::number).orElse(0) + 1;
          return write(name, next, fresh.certificate(), fresh.secret()) == 1;
        });
  }

  /** The newest version of a key. */
  public Optional<Sealed> find(String name) {
    return scopes.asSystemApart(SystemJob.IDENTITY, () -> read(name));
  }

  /**
   * Stores a version of a key.
   *
   * @param certificateOrNull what belongs to the key and is no secret
   * @throws org.springframework.dao.DuplicateKeyException when this version exists
   */
  public void store(String name, int version, byte @Nullable [] certificateOrNull, byte[] secret) {
    scopes.asSystemApart(SystemJob.IDENTITY, () -> write(name, version, certificateOrNull, secret));
  }

  /**
   * The newest version of a key, made by {@code maker} when there is none. Replicas that start at
   * the same time get the same one.
   */
  public Sealed findOrMake(String name, Supplier<Fresh> maker) {
    return find(name)
        .orElseGet(
            () ->
                scopes.asSystemApart(
                    SystemJob.IDENTITY,
                    () -> {
                      lock(name);
                      return read(name)
                          .orElseGet(
                              () -> {
                                Fresh fresh = maker.get();
                                write(name, 1, fresh.certificate(), fresh.secret());
                                return read(name).orElseThrow();
                              });
                    }));
  }

  /** A key that is not stored yet. */
  public record Fresh(byte @Nullable [] certificate, byte[] secret) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Fresh that && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
      return "a fresh key";
    }
  }

  private Optional<Sealed> read(String name) {
    return jdbc.sql(SELECT + "where name = ? order by version desc limit 1")
        .param(name)
        .query((row, number) -> opened(name, row))
        .optional();
  }

  private Sealed opened(String name, ResultSet row) throws SQLException {
    int version = row.getInt(1);
    byte[] certificate = row.getBytes(2);
    return new Sealed(
        version,
        certificate == null ? new byte[0] : certificate,
        keyRing.unwrap(new Wrapped(row.getString(3), row.getBytes(4)), context(name, version)));
  }

  private void lock(String name) {
    jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
        .param("meridian key " + name)
        .query((row, number) -> true)
        .single();
  }

  private int write(String name, int version, byte @Nullable [] certificate, byte[] secret) {
    Wrapped wrapped = keyRing.wrap(secret, context(name, version));
    return jdbc.sql(
            """
            insert into sealed_key (name, version, certificate, wrapped_by, sealed, created_at)
            values (?, ?, ?, ?, ?, ?)
            """)
        .param(name)
        .param(version)
        .param(certificate)
        .param(wrapped.by())
        .param(wrapped.bytes())
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Wraps every key anew that another key-encryption key, or an older version of it, wrapped.
   *
   * @return how many
   */
  public int rewrap() {
    record Row(String name, int version, Wrapped wrapped) {}
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () -> {
          List<Row> stale =
              jdbc
                  .sql(
                      "select name, version, wrapped_by, sealed from sealed_key order by name, version for update")
                  .query(
                      (row, number) ->
                          new Row(
                              row.getString(1),
                              row.getInt(2),
                              new Wrapped(row.getString(3), row.getBytes(4))))
                  .list()
                  .stream()
                  .filter(row -> !keyRing.isCurrent(row.wrapped()))
                  .toList();
          for (Row row : stale) {
            String context = context(row.name(), row.version());
            Wrapped fresh = keyRing.wrap(keyRing.unwrap(row.wrapped(), context), context);
            jdbc.sql(
                    "update sealed_key set wrapped_by = ?, sealed = ? where name = ? and version = ?")
                .params(fresh.by(), fresh.bytes(), row.name(), row.version())
                .update();
          }
          return stale.size();
        });
  }

  private static String context(String name, int version) {
    return "sealed_key/" + name + "/" + version;
  }
}
