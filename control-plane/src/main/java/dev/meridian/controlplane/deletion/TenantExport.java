package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenantRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that tenants own as lines of JSON, without values of secrets. Read page by page in
 * each tenant's own scope: what changes meanwhile may or may not be in it.
 */
@Component
class TenantExport {
  private static final String TYPE = "meridian-tenant-export/1";
  private static final int PAGE = 500;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  TenantExport(Scopes scopes, JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  private record Line(UUID id, String text) {}

  /**
   * Writes the lines; the last one is of type end, and without it the export broke off. Call
   * outside of scopes.
   *
   * @param tenants the one that is exported, and those below it
   * @param secrets whether secrets are told of, without their values
   * @param stillAllowed asked for each tenant and kind of thing; the export breaks off at a no
   */
  void write(
      TenantRef top,
      List<UUID> tenants,
      boolean secrets,
      BooleanSupplier stillAllowed,
      OutputStream out)
      throws IOException {
    line(
        out,
        """
        {"type":"begin","format":"%s","tenant":"%s","path":%s,"exportedAt":"%s","secrets":%s}"""
            .formatted(
                TYPE, top.id(), json.writeValueAsString(top.path()), clock.instant(), secrets));
    long lines = 0;
    for (UUID tenant : tenants) {
      for (ExportKinds.Kind kind : ExportKinds.ALL) {
        if (!stillAllowed.getAsBoolean()) {
          return;
        }
        if (secrets || !kind.type().equals(ExportKinds.SECRET)) {
          lines += write(top.id(), tenant, kind, out);
        }
      }
      out.flush();
    }
    line(out, "{\"type\":\"end\",\"lines\":%d}".formatted(lines));
    out.flush();
  }

  private long write(UUID top, UUID tenant, ExportKinds.Kind kind, OutputStream out)
      throws IOException {
    long lines = 0;
    UUID after = new UUID(0, 0);
    List<Line> page;
    do {
      page = page(top, tenant, kind, after);
      for (Line line : page) {
        line(
            out,
            "{\"type\":\"%s\",\"tenant\":\"%s\",\"value\":%s}"
                .formatted(kind.type(), tenant, line.text()));
        after = line.id();
      }
      lines += page.size();
    } while (page.size() == PAGE);
    return lines;
  }

  private List<Line> page(UUID top, UUID tenant, ExportKinds.Kind kind, UUID after) {
    return scopes.inTenant(
        tenant,
        () ->
            jdbc.sql(kind.sql())
                .param("top", top)
                .param("tenant", tenant)
                .param("after", after)
                .param("limit", PAGE)
                .query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2)))
                .list());
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }
}
