package dev.meridian.tenancy.secrets;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Secrets in the database. */
final class SecretRows {
  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
  private static final String SECRET =
      """
      select s.id, s.path, s.description, s.binary_value, s.labels, s.current_version,
             s.created_at, s.created_by, v.created_at, s.version,
             (select count(*) from secret_use u
              where u.tenant_id = s.tenant_id and u.path = s.path)
      from secret s join secret_version v on v.tenant_id = s.tenant_id and v.secret_id = s.id
        and v.number = s.current_version
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  SecretRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A value as stored. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sealed(int dataKey, byte[] bytes) {}

  boolean insert(
      UUID tenant,
      UUID id,
      String path,
      String description,
      Map<String, String> labels,
      boolean binary,
      OffsetDateTime now,
      String by) {
    return jdbc.sql(
                """
                insert into secret (tenant_id, id, path, description, labels, binary_value,
                  current_version, created_at, created_by)
                values (?, ?, ?, ?, cast(? as jsonb), ?, 1, ?, ?) on conflict do nothing
                """)
            .params(tenant, id, path, description, json.writeValueAsString(labels), binary, now, by)
            .update()
        == 1;
  }

  void insertVersion(
      UUID tenant, UUID id, int number, Sealed sealed, int size, OffsetDateTime now, String by) {
    jdbc.sql(
            """
            insert into secret_version (tenant_id, secret_id, number, data_key, sealed, size_bytes,
              created_at, created_by) values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(tenant, id, number, sealed.dataKey(), sealed.bytes(), size, now, by)
        .update();
  }

  void setCurrent(UUID tenant, UUID id, int number) {
    jdbc.sql(
            """
            update secret set current_version = ?, version = version + 1
            where tenant_id = ? and id = ?
            """)
        .params(number, tenant, id)
        .update();
  }

  void describe(UUID tenant, UUID id, String description, Map<String, String> labels) {
    jdbc.sql(
            """
            update secret set description = ?, labels = cast(? as jsonb), version = version + 1
            where tenant_id = ? and id = ?
            """)
        .params(description, json.writeValueAsString(labels), tenant, id)
        .update();
  }

  void delete(UUID tenant, UUID id) {
    jdbc.sql("delete from secret where tenant_id = ? and id = ?").params(tenant, id).update();
  }

  boolean deleteVersion(UUID tenant, UUID id, int number) {
    return jdbc.sql(
                "delete from secret_version where tenant_id = ? and secret_id = ? and number = ?")
            .params(tenant, id, number)
            .update()
        == 1;
  }

  Optional<Secret> find(UUID tenant, UUID id) {
    return jdbc.sql(SECRET + "where s.tenant_id = ? and s.id = ?")
        .params(tenant, id)
        .query((row, n) -> secret(row))
        .optional();
  }

  Optional<Secret> lock(UUID tenant, UUID id) {
    return jdbc.sql(SECRET + "where s.tenant_id = ? and s.id = ? for update of s")
        .params(tenant, id)
        .query((row, n) -> secret(row))
        .optional();
  }

  /**
   * Secrets by path. What is below {@code a} begins with {@code a/}, and {@code 0} is the character
   * after the slash: so the index finds them.
   */
  List<Secret> page(
      UUID tenant, String under, Map<String, String> labels, String after, int atMost) {
    JdbcClient.StatementSpec page =
        jdbc.sql(
                SECRET
                    + "where s.tenant_id = :tenant and s.path > :after"
                    + (under.isEmpty()
                        ? ""
                        : """
                           and s.path >= :under and s.path < :under || '0'
                          and (s.path = :under or s.path > :under || '/')
                          """)
                    + (labels.isEmpty() ? "" : " and s.labels @> cast(:labels as jsonb)")
                    + " order by s.path limit :atMost")
            .param("tenant", tenant)
            .param("after", after)
            .param("atMost", atMost);
    if (!under.isEmpty()) {
      page = page.param("under", under);
    }
    if (!labels.isEmpty()) {
      page = page.param("labels", json.writeValueAsString(labels));
    }
    return page.query((row, n) -> secret(row)).list();
  }

  List<Secret.Version> versions(UUID tenant, UUID id) {
    return jdbc.sql(
            """
            select number, size_bytes, created_at, created_by from secret_version
            where tenant_id = ? and secret_id = ? order by number desc
            """)
        .params(tenant, id)
        .query(
            (row, n) ->
                new Secret.Version(
                    row.getInt(1),
                    row.getInt(2),
                    row.getObject(3, OffsetDateTime.class).toInstant(),
                    row.getString(4)))
        .list();
  }

  List<String> usedBy(UUID tenant, String path) {
    return jdbc.sql(
            """
            select i.name from secret_use u
            join instance i on i.tenant_id = u.tenant_id and i.id = u.instance_id
            where u.tenant_id = ? and u.path = ? order by i.name
            """)
        .params(tenant, path)
        .query(String.class)
        .list();
  }

  /** Names of pods whose order names this version. */
  List<String> podsWith(UUID tenant, UUID id, int number) {
    return jdbc.sql(
            """
            select p.name from desired_pod d
            join pod p on p.tenant_id = d.tenant_id and p.id = d.pod_id
            where d.tenant_id = ? and d.kind = 'RUN' and d.secrets @> cast(? as jsonb)
            order by p.name
            """)
        .params(
            tenant,
            json.writeValueAsString(List.of(Map.of("secret", id.toString(), "version", number))))
        .query(String.class)
        .list();
  }

  Optional<Sealed> sealed(UUID tenant, UUID id, int number) {
    return jdbc.sql(
            """
            select data_key, sealed from secret_version
            where tenant_id = ? and secret_id = ? and number = ?
            """)
        .params(tenant, id, number)
        .query((row, n) -> new Sealed(row.getInt(1), row.getBytes(2)))
        .optional();
  }

  Map<String, SecretVersion> current(UUID tenant, Collection<String> paths) {
    Map<String, SecretVersion> current = new HashMap<>();
    jdbc.sql(
            """
            select path, id, current_version, binary_value from secret
            where tenant_id = :tenant and path in (:paths)
            """)
        .param("tenant", tenant)
        .param("paths", paths)
        .query(
            row -> {
              current.put(
                  row.getString(1),
                  new SecretVersion(
                      row.getObject(2, UUID.class), row.getInt(3), row.getBoolean(4)));
            });
    return current;
  }

  private Secret secret(ResultSet row) throws SQLException {
    return new Secret(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        json.readValue(row.getString(5), LABELS),
        row.getInt(6),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        row.getString(8),
        row.getObject(9, OffsetDateTime.class).toInstant(),
        row.getLong(10),
        row.getInt(11));
  }
}
