package dev.meridian.controlplane.audit;

import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Things of tenants that somebody may not see. */
@Component
class ForeignThings {
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final List<String> TABLES = List.of("instance", "pod", "volume", "secret");

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final Permissions permissions;

  ForeignThings(Scopes scopes, JdbcClient jdbc, Tenants tenants, Permissions permissions) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.permissions = permissions;
  }

  /** A thing of a tenant that the caller may not see. */
  record Found(String kind, UUID tenant) {}

  /**
   * What the variables of a request's path name that is there and that the caller may not see: the
   * tenant itself, or something by its id.
   */
  Optional<Found> find(Caller caller, Map<String, String> variables) {
    String path = variables.get("tenant");
    Optional<Found> tenant =
        Optional.ofNullable(path)
            .flatMap(tenants::lookUp)
            .map(Tenant::id)
            .map(id -> new Found("tenant", id));
    return tenant
        .filter(found -> isForeign(caller, found))
        .or(
            () ->
                variables.entrySet().stream()
                    .filter(one -> !one.getKey().equals("tenant"))
                    .map(Map.Entry::getValue)
                    .filter(value -> ID.matcher(value).matches())
                    .map(UUID::fromString)
                    .flatMap(id -> byId(id).stream())
                    .filter(found -> isForeign(caller, found))
                    .findFirst());
  }

  private boolean isForeign(Caller caller, Found found) {
    return !permissions.may(caller, "tenant:read", found.tenant());
  }

  /** By the primary key, which leads with the tenant. */
  private Optional<Found> byId(UUID id) {
    return scopes.asSystem(
        SystemJob.AUDIT,
        () ->
            TABLES.stream()
                .flatMap(
                    table ->
                        jdbc
                            .sql(
                                "select x.tenant_id from tenant t join %s x on x.tenant_id = t.id and x.id = ?"
                                    .formatted(table))
                            .param(id)
                            .query(UUID.class)
                            .list()
                            .stream()
                            .map(owner -> new Found(table, owner)))
                .findFirst());
  }
}
