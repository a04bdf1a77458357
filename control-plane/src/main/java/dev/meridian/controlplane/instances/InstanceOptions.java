package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.catalog.Packages;
import dev.meridian.spec.options.ResolvedOptions;
import dev.meridian.tenancy.Scopes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Options and configurations of an instance, as people see them. */
@Component
class InstanceOptions {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Packages packages;

  InstanceOptions(Scopes scopes, JdbcClient jdbc, JsonMapper json, Packages packages) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.packages = packages;
  }

  /**
   * Effective options.
   *
   * @param origin by JSON pointer: {@code default}, {@code stored} or {@code given}
   */
  @Schema(name = "EffectiveOptions")
  record View(
      ObjectNode values,
      Map<String, String> origin,
      int configuration,
      @Schema(implementation = ObjectNode.class) JsonNode schema) {}

  /** One numbered configuration; the target is what the instance is carried to. */
  @Schema(name = "InstanceConfiguration")
  record Configuration(int number, Instant createdAt, String createdBy, boolean target) {}

  View view(UUID tenant, UUID instance, String name) {
    record Stored(UUID packageId, int number, String options) {}
    return scopes.inTenant(
        tenant,
        () -> {
          Stored stored =
              jdbc.sql(
                      """
                      select i.package_id, c.number, c.options from instance i
                      join configuration c on c.tenant_id = i.tenant_id and c.instance_id = i.id
                        and c.number = i.target_configuration
                      where i.tenant_id = ? and i.id = ?
                      """)
                  .params(tenant, instance)
                  .query(
                      (row, n) ->
                          new Stored(row.getObject(1, UUID.class), row.getInt(2), row.getString(3)))
                  .single();
          PackageVersion source = packages.get(stored.packageId());
          ResolvedOptions resolved =
              Configurations.resolve(
                      source, name, null, (ObjectNode) json.readTree(stored.options()))
                  .options();
          return new View(
              resolved.values(),
              origins(resolved),
              stored.number(),
              source.definition().options().json());
        });
  }

  private static Map<String, String> origins(ResolvedOptions options) {
    Map<String, String> origins = new LinkedHashMap<>();
    options
        .origins()
        .forEach((pointer, origin) -> origins.put(pointer, origin.name().toLowerCase(Locale.ROOT)));
    return origins;
  }

  List<Configuration> configurations(UUID tenant, UUID instance) {
    return scopes.inTenant(
        tenant,
        () ->
            jdbc.sql(
                    """
                    select c.number, c.created_at, c.created_by, c.number = i.target_configuration
                    from configuration c
                    join instance i on i.tenant_id = c.tenant_id and i.id = c.instance_id
                    where c.tenant_id = ? and c.instance_id = ? order by c.number desc
                    """)
                .params(tenant, instance)
                .query(
                    (row, n) ->
                        new Configuration(
                            row.getInt(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getString(3),
                            row.getBoolean(4)))
                .list());
  }

  /** Volumes that hold or may hold data. */
  Set<UUID> volumes(UUID tenant, UUID instance) {
    return scopes.inTenant(
        tenant,
        () ->
            new LinkedHashSet<>(
                jdbc.sql(
                        """
                        select id from volume where tenant_id = ? and instance_id = ?
                          and state in ('PENDING', 'READY', 'MISSING', 'KEPT')
                        order by pod_name, path
                        """)
                    .params(tenant, instance)
                    .query(UUID.class)
                    .list()));
  }
}
