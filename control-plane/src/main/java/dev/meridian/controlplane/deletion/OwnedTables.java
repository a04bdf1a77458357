package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What becomes of each table with a tenant's rows. A test demands that every such table is named
 * here: a new one is a decision.
 */
@Component
class OwnedTables {
  /**
   * What must outlive its tenant: the audit log with its chain, what finance counts, and the
   * deletion itself. Of a data key its row stays, without the key.
   */
  static final Set<String> STAY =
      Set.of(
          "audit_event",
          "audit_personal",
          "audit_chain",
          "audit_chain_head",
          "audit_anchor_head",
          "pod_transition",
          "volume_transition",
          "data_key",
          "tenant_deletion",
          "tenant_deletion_member",
          "tenant_deletion_step");

  /** What is said to stay, in the report and in the API. */
  static final List<String> STAYING =
      List.of(
          "the audit log with its hash chain and anchors",
          "what pods and kept volumes held when, for finance",
          "the tenant's id, label and names, which those two refer to",
          "this deletion with its report");

  /**
   * @param kind what the report calls the things; empty where they are parts of others
   * @param ids whether the report names each of them
   */
  private record Owned(String table, String kind, boolean ids) {}

  private static Owned named(String table, String kind) {
    return new Owned(table, kind, true);
  }

  private static Owned counted(String table, String kind) {
    return new Owned(table, kind, false);
  }

  private static Owned part(String table) {
    return new Owned(table, "", false);
  }

  /** In an order in which nothing is taken away that something else still refers to. */
  private static final Map<StepKind, List<Owned>> TABLES =
      Map.of(
          StepKind.MEMBERS,
          List.of(
              counted("invitation", "invitations"),
              named("role_binding", "roleBindings"),
              part("group_member"),
              named("tenant_group", "groups"),
              counted("tenant_role", "roles"),
              part("service_account")),
          StepKind.SECRETS,
          List.of(
              part("secret_use"),
              counted("secret_version", "secretVersions"),
              named("secret", "secrets")),
          StepKind.HISTORY,
          List.of(
              part("intent"),
              part("step"),
              part("phase"),
              named("plan", "plans"),
              part("placement_request"),
              part("placement_release"),
              part("port_reservation"),
              part("reservation"),
              counted("desired_pod", "orders"),
              part("volume_order"),
              part("observed_pod"),
              part("volume"),
              part("pod"),
              counted("configuration", "configurations"),
              named("instance", "instances"),
              part("event"),
              part("audit_delivery"),
              named("audit_sink", "auditSinks"),
              part("idempotency_key")),
          StepKind.CATALOG,
          List.of(part("package_artifact"), named("package_version", "packages")),
          StepKind.QUOTAS,
          List.of(part("quota_claim"), counted("quota_counter", "limits")));

  private static final int EVENTS_AT_ONCE = 10_000;

  private final JdbcClient jdbc;
  private final Scopes scopes;

  OwnedTables(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /**
   * Takes live events away in transactions of their own: an old tenant has more of them than one
   * statement may take time for. Call outside of scopes.
   */
  void takeEventsInParts(UUID tenant) {
    int taken;
    do {
      taken =
          scopes.asSystem(
              SystemJob.TENANT_ADMINISTRATION,
              () ->
                  jdbc.sql(
                          """
                          delete from event where tenant_id = :tenant and id in
                            (select id from event where tenant_id = :tenant limit :limit)
                          """)
                      .param("tenant", tenant)
                      .param("limit", EVENTS_AT_ONCE)
                      .update());
    } while (taken == EVENTS_AT_ONCE);
  }

  /** Every table of which a step takes rows away. */
  static Set<String> taken() {
    return Stream.concat(
            TABLES.values().stream().flatMap(List::stream).map(Owned::table),
            // The key of the running work is that of the deletion itself; see HistoryStep.
            Stream.of("work_item"))
        .collect(Collectors.toSet());
  }

  /** Takes the tenant's rows of these tables away, and tells what they were. */
  Map<String, Gone> take(StepKind kind, UUID tenant) {
    Map<String, Gone> gone = new LinkedHashMap<>();
    for (Owned owned : TABLES.getOrDefault(kind, List.of())) {
      String delete = "delete from " + owned.table() + " where tenant_id = ?";
      if (owned.ids()) {
        List<UUID> ids =
            jdbc.sql(delete + " returning id").param(tenant).query(UUID.class).list().stream()
                .sorted(java.util.Comparator.comparing(UUID::toString))
                .toList();
        gone.put(owned.kind(), Gone.of(ids));
      } else {
        int count = jdbc.sql(delete).param(tenant).update();
        if (!owned.kind().isEmpty()) {
          gone.put(owned.kind(), Gone.of(count));
        }
      }
    }
    return gone;
  }
}
