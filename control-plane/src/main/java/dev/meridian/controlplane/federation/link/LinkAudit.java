package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.AgentNames;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Tenants;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Records what agents did and what they were refused, as events of the platform. */
@Component
class LinkAudit {
  private static final Logger log = LoggerFactory.getLogger(LinkAudit.class);

  private final Audit audit;
  private final Tenants tenants;
  private final AgentNames names;

  LinkAudit(Audit audit, Tenants tenants, AgentNames names) {
    this.audit = audit;
    this.tenants = tenants;
    this.names = names;
  }

  /** A node has joined; in the caller's transaction. */
  void joined(UUID agentId, String node, String region, Map<String, ?> detail) {
    audit.done(
        tenants.root().id(),
        AuditNote.of("agent.join", region + "/" + node, agentId, detail)
            .askedBy(AuditOrigin.ofAgent(agentId, null)));
  }

  /** A node was not let in. */
  void refusedJoin(String node, String reason) {
    log.warn("Node {} was not let in: {}", node, reason);
    audit.refused(
        tenants.root().id(),
        AuditNote.of("agent.join", node, null, Map.of("reason", reason))
            .askedBy(AuditOrigin.ofAgent(null, null)));
  }

  /** An agent reported on what was never its own. */
  void foreign(Report report) {
    log.warn(
        "Agent {} reported on something that is not its own: {}",
        report.agentId(),
        report.content());
    audit.refused(
        tenants.root().id(),
        AuditNote.of(
                "agent.report",
                names.of(report.agentId()),
                report.agentId(),
                Map.of(
                    "about",
                    report.content().getClass().getSimpleName(),
                    "pod",
                    String.valueOf(report.podId())))
            .askedBy(AuditOrigin.ofAgent(report.agentId(), null)));
  }
}
