package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that tenants own as lines of JSON, without values of secrets, keys and tokens. Read
 * page by page in each tenant's own scope where that may read it: what changes meanwhile may or may
 * not be in it.
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

  private record Line(String key, String text) {}

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
      for (ExportKind kind : ExportKinds.ALL) {
        if (!stillAllowed.getAsBoolean()) {
          return;
        }
        if (secrets || !kind.type().equals(ExportKind.SECRET)) {
          lines += write(top.id(), tenant, kind, out);
        }
      }
      out.flush();
    }
    line(out, "{\"type\":\"end\",\"lines\":%d}".formatted(lines));
    out.flush();
  }

  private long write(UUID top, UUID tenant, ExportKind kind, OutputStream out) throws IOException {
    long lines = 0;
    String after = kind.first();
    List<Line> page;
    do {
      page = page(top, tenant, kind, after);
      for (Line line : page) {
        line(
            out,
            "{\"type\":\"%s\",\"tenant\":\"%s\",\"value\":%s}"
                .formatted(kind.type(), tenant, line.text()));
        after = line.key();
      }
      lines += page.size();
    } while (page.size() == PAGE);
    return lines;
  }

  private List<Line> page(UUID top, UUID tenant, ExportKind kind, String after) {
    Supplier<List<Line>> read =
        () ->
            jdbc.sql(kind.sql())
                .param("top", top)
                .param("tenant", tenant)
                .param("after", after)
                .param("limit", PAGE)
                .query((row, n) -> new Line(row.getString(1), row.getString(2)))
                .list();
    return kind.platformTables()
        ? scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, read)
        : scopes.inTenant(tenant, read);
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }
}
