package dev.meridian.controlplane.federation;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Records what an agent was refused, as events of the platform; of one kind and agent at most one a
 * minute, so that whoever repeats it does not fill the audit. Safe for use by several threads.
 */
@Component
public class AgentRefusals {
  private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

  private final Audit audit;
  private final Tenants tenants;
  private final AgentNames names;
  private final InstantSource clock;
  private final ConcurrentHashMap<Refusal, Instant> recorded = new ConcurrentHashMap<>();

  private record Refusal(UUID agentId, String action) {}

  AgentRefusals(Audit audit, Tenants tenants, AgentNames names, InstantSource clock) {
    this.audit = audit;
    this.tenants = tenants;
    this.names = names;
    this.clock = clock;
  }

  /**
   * @param agentId of an agent that joined; whoever is not known leaves no event
   * @param action what was refused, such as {@code agent.connect}
   */
  public void record(UUID agentId, String action, Map<String, ?> detail) {
    Instant now = clock.instant();
    boolean[] due = {false};
    recorded.compute(
        new Refusal(agentId, action),
        (refusal, last) -> {
          due[0] = last == null || !now.isBefore(last.plus(AT_MOST_EVERY));
          return due[0] ? now : last;
        });
    if (due[0]) {
      audit.refused(
          tenants.root().id(),
          AuditNote.of(action, names.of(agentId), agentId, detail)
              .askedBy(AuditOrigin.ofAgent(agentId, null)));
    }
  }
}
