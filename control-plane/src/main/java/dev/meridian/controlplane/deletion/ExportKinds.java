package dev.meridian.controlplane.deletion;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an export holds, and what it leaves out. A test demands that every table with a tenant's
 * rows is in one of both: a new one is a decision.
 */
final class ExportKinds {
  static final List<ExportKind> ALL =
      Stream.of(ExportedPeople.ALL, ExportedServices.ALL, ExportedHistory.ALL)
          .flatMap(List::stream)
          .toList();

  /** Tables of which nothing is in an export, each with the reason. */
  static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("audit_chain", "proofs: the audit log's own export has them"),
          Map.entry("audit_chain_head", "proofs: the audit log's own export has them"),
          Map.entry("audit_anchor_head", "proofs: the audit log's own export has them"),
          Map.entry("data_key", "sealed keys: they open nothing outside of the platform"),
          Map.entry("tenant_deletion", "the deletion tells of itself, in the end signed"),
          Map.entry("tenant_deletion_member", "the deletion tells of itself, in the end signed"),
          Map.entry("tenant_deletion_step", "the deletion tells of itself, in the end signed"),
          Map.entry("quota_claim", "sums of what the instances, volumes and secrets here hold"),
          Map.entry("intent", "what was asked for: the audit log says it with who and when"),
          Map.entry("placement_request", "a question about pods here; reservations answer it"),
          Map.entry("placement_release", "work under way: pods that give back their places"),
          Map.entry("desired_pod", "orders as sent to agents, made of pods and configurations"),
          Map.entry("volume_order", "orders as sent to agents, made of the volumes here"),
          Map.entry("observed_pod", "reports of agents; the state of each pod is made of them"),
          Map.entry("work_item", "work under way: names of things here that are looked at"),
          Map.entry("idempotency_key", "answers kept for repeated requests; about things here"));

  private ExportKinds() {}

  /** The tables that lines tell of. */
  static Set<String> tables() {
    return ALL.stream().flatMap(kind -> kind.tables().stream()).collect(Collectors.toSet());
  }
}
