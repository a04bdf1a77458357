package dev.meridian.controlplane.deletion;

import java.util.List;
import java.util.Set;

/** What happened in a tenant. */
final class ExportedHistory {
  static final List<ExportKind> ALL =
      List.of(
          ExportKind.from(
              "event",
              Set.of("event"),
              "0/" + ExportKind.NO_ID,
              """
              select e.xid || '/' || e.id, jsonb_build_object('id', e.id, 'at', e.at,
                'type', e.type, 'subject', e.subject, 'data', e.data)
              from event e
              where e.tenant_id = :tenant and (e.xid, e.id) >
                (cast(split_part(:after, '/', 1) as xid8), cast(split_part(:after, '/', 2) as uuid))
              order by e.xid, e.id limit :limit
              """),
          ExportKind.paged(
              "podTransition",
              Set.of("pod_transition"),
              """
              select t.id, jsonb_build_object('id', t.id, 'instance', t.instance_id,
                'instanceName', t.instance_name, 'package', t.package_name, 'pod', t.pod_id,
                'podName', t.pod_name, 'transition', t.transition, 'at', t.at,
                'agentAt', t.agent_at, 'cpuMillis', t.cpu_millis, 'memoryBytes', t.memory_bytes,
                'diskBytes', t.disk_bytes, 'incarnation', t.incarnation,
                'configuration', t.configuration)
              from pod_transition t
              where t.tenant_id = :tenant and t.id > cast(:after as uuid)
              order by t.id limit :limit
              """),
          ExportKind.paged(
              "volumeTransition",
              Set.of("volume_transition"),
              """
              select t.id, jsonb_build_object('id', t.id, 'volume', t.volume_id,
                'instanceName', t.instance_name, 'transition', t.transition, 'at', t.at,
                'sizeBytes', t.size_bytes)
              from volume_transition t
              where t.tenant_id = :tenant and t.id > cast(:after as uuid)
              order by t.id limit :limit
              """),
          ExportKind.paged(
              "audit",
              Set.of("audit_event", "audit_personal"),
              """
              select e.id, jsonb_build_object('id', e.id, 'at', e.at, 'action', e.action,
                'actor', coalesce(p.actor, e.actor), 'subject', coalesce(p.subject, e.subject),
                'subjectId', e.subject_id, 'outcome', e.outcome, 'result', e.result,
                'origin', e.origin, 'behalf', p.behalf, 'behalfId', p.behalf_id,
                'address', coalesce(p.address, e.address),
                'detail', coalesce(p.detail::jsonb, e.detail))
              from audit_event e
              left join audit_personal p on p.tenant_id = e.tenant_id and p.event_id = e.id
              where e.tenant_id = :tenant and e.id > cast(:after as uuid) order by e.id limit :limit
              """),
          ExportKind.paged(
              "auditSink",
              Set.of("audit_sink"),
              """
              select s.id, jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind,
                'target', s.target, 'caCertificate', s.ca_certificate,
                'createdAt', s.created_at, 'state', s.state, 'reason', s.reason,
                'sent', s.sent, 'lastSentAt', s.last_sent_at)
              from audit_sink s
              where s.tenant_id = :tenant and s.id > cast(:after as uuid)
              order by s.id limit :limit
              """),
          ExportKind.paged(
              "auditDelivery",
              Set.of("audit_delivery"),
              """
              select d.id, jsonb_build_object('id', d.id, 'sink', d.sink_id,
                'resendOf', d.resend_of, 'events', d.events, 'firstAt', d.first_at,
                'state', d.state, 'attempts', d.attempts, 'status', d.status,
                'reason', d.reason, 'madeAt', d.made_at, 'attemptedAt', d.attempted_at)
              from audit_delivery d
              where d.tenant_id = :tenant and d.id > cast(:after as uuid)
              order by d.id limit :limit
              """));

  private ExportedHistory() {}
}
