package dev.meridian.controlplane.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The SQL of package versions; every method runs in the caller's transaction. */
@Component
class PackageRows {
  // Byte order, whatever the database's own collation is: the keys are made for it.
  private static final String NEWEST_FIRST = " order by sort_key collate \"C\" desc, version desc";

  private static final String SCHEMA = "optionsSchema";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  PackageRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A package version as it is stored, without its bundle. */
  record Stored(UUID tenantId, UUID id, PackageDescription description) {}

  /** A package version with all its versions, newest first. */
  record Listed(PackageDescription newest, List<String> versions) {}

  Optional<Stored> find(UUID tenant, String name, @Nullable String version) {
    return jdbc.sql(
            """
            select tenant_id, id, metadata::text from package_version
            where tenant_id = :tenant and name = :name
              and (cast(:version as text) is null or version = :version)
            """
                + NEWEST_FIRST
                + " limit 1")
        .param("tenant", tenant)
        .param("name", name)
        .param("version", version)
        .query(this::stored)
        .optional();
  }

  /** The id of a version; of the newest one when no version is given. */
  Optional<UUID> id(UUID tenant, String name, @Nullable String version) {
    return jdbc.sql(
            """
            select id from package_version
            where tenant_id = :tenant and name = :name
              and (cast(:version as text) is null or version = :version)
            """
                + NEWEST_FIRST
                + " limit 1")
        .param("tenant", tenant)
        .param("name", name)
        .param("version", version)
        .query(UUID.class)
        .optional();
  }

  /** The zip that was published; empty when there is no such version. */
  Optional<byte[]> bundle(UUID tenant, UUID id) {
    return jdbc.sql("select bundle from package_version where tenant_id = ? and id = ?")
        .params(tenant, id)
        .query((row, n) -> row.getBytes(1))
        .optional();
  }

  List<String> versions(UUID tenant, String name) {
    return jdbc.sql(
            "select version from package_version where tenant_id = ? and name = ?" + NEWEST_FIRST)
        .params(tenant, name)
        .query(String.class)
        .list();
  }

  /**
   * The newest version of each package, by name.
   *
   * @param text what name, summary or a tag holds; empty for all
   * @param after the name to start after; null to start at the first
   */
  List<Listed> list(UUID tenant, String text, @Nullable String after, int limit) {
    return jdbc.sql(
            """
            select metadata::text, versions from (
              select distinct on (name) name, summary, metadata,
                array_agg(version) over (
                  partition by name order by sort_key collate "C" desc, version desc
                  rows between unbounded preceding and unbounded following) as versions
              from package_version where tenant_id = :tenant
              order by name, sort_key collate "C" desc, version desc
            ) newest
            where (cast(:after as text) is null or name > :after)
              and (:text = '' or strpos(name, :text) > 0 or strpos(lower(summary), :text) > 0
                or metadata->'tags' @> to_jsonb(cast(:text as text)))
            order by name limit :limit
            """)
        .param("tenant", tenant)
        .param("after", after)
        .param("text", text)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Listed(
                    metadata(row.getString(1)), List.of((String[]) row.getArray(2).getArray())))
        .list();
  }

  /** Stores a version; false when the name has this version already. */
  boolean insert(
      UUID tenant,
      UUID id,
      PackageDescription metadata,
      byte[] bundle,
      Collection<String> digests,
      String publishedBy) {
    int inserted =
        jdbc.sql(
                """
                insert into package_version (tenant_id, id, name, version, sort_key, summary,
                  metadata, bundle, digest, published_at, published_by)
                values (?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?)
                on conflict (tenant_id, name, version) do nothing
                """)
            .params(
                tenant,
                id,
                metadata.name(),
                metadata.version(),
                VersionOrder.sortKey(metadata.version()),
                metadata.summary(),
                kept(metadata),
                bundle,
                metadata.digest(),
                metadata.publishedAt().atOffset(ZoneOffset.UTC),
                publishedBy)
            .update();
    if (inserted == 1) {
      jdbc.sql(
              """
              insert into package_artifact (tenant_id, package_id, digest)
              select ?, ?, unnest(cast(? as text[]))
              """)
          .params(tenant, id, digests.stream().distinct().toArray(String[]::new))
          .update();
    }
    return inserted == 1;
  }

  private Stored stored(ResultSet row, int n) throws SQLException {
    return new Stored(
        row.getObject(1, UUID.class), row.getObject(2, UUID.class), metadata(row.getString(3)));
  }

  /**
   * {@code jsonb} forgets the order of keys, which in the schema is that of the options in forms;
   * so the schema is kept as text.
   */
  private String kept(PackageDescription description) {
    ObjectNode tree = json.valueToTree(description);
    tree.put(SCHEMA, json.writeValueAsString(description.optionsSchema()));
    return json.writeValueAsString(tree);
  }

  private PackageDescription metadata(String text) {
    ObjectNode tree = (ObjectNode) json.readTree(text);
    JsonNode schema = tree.path(SCHEMA);
    if (schema.isString()) {
      tree.set(SCHEMA, json.readTree(schema.asString()));
    }
    return json.treeToValue(tree, PackageDescription.class);
  }
}
