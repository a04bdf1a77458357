package dev.meridian.controlplane.maintenance;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The windows that a tenant or one of its instances has of its own, in their rows. */
@Component
class MaintenanceRows {
  record Stored(List<WindowView> windows, long version) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;

  MaintenanceRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<WindowView> read(String stored) {
    return List.of(json.readValue(stored, WindowView[].class));
  }

  /**
   * @param instance null: of the tenant
   */
  Stored of(UUID tenant, @Nullable UUID instance) {
    return jdbc.sql("select maintenance, maintenance_version from " + row(instance))
        .param("tenant", tenant)
        .param("instance", instance)
        .query((row, n) -> new Stored(read(row.getString(1)), row.getLong(2)))
        .single();
  }

  /**
   * Replaces them and raises their version.
   *
   * @param instance null: of the tenant
   */
  void replace(UUID tenant, @Nullable UUID instance, List<WindowView> windows) {
    String[] row = row(instance).split(" ", 2);
    jdbc.sql(
            """
            update %s set maintenance = cast(:windows as jsonb),
              maintenance_version = maintenance_version + 1 %s
            """
                .formatted(row[0], row[1]))
        .param("windows", json.writeValueAsString(windows))
        .param("tenant", tenant)
        .param("instance", instance)
        .update();
  }

  /** Waits for a deletion of the tenant that begins, which locks the rows of all its tenants. */
  void lock(UUID tenant) {
    jdbc.sql("select id from tenant where id = ? for no key update")
        .param(tenant)
        .query(UUID.class)
        .list();
  }

  private static String row(@Nullable UUID instance) {
    return instance == null
        ? "tenant where id = :tenant"
        : "instance where tenant_id = :tenant and id = :instance";
  }
}
