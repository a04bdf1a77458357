package dev.meridian.controlplane.deletion;

import java.util.List;
import java.util.Set;

/** What a tenant runs, and what that needs. */
final class ExportedServices {
  static final List<ExportKind> ALL =
      List.of(
          ExportKind.paged(
              "instance",
              Set.of("instance"),
              """
              select i.id, jsonb_build_object('id', i.id, 'name', i.name, 'package', v.name,
                'packageVersion', v.version, 'state', i.state, 'stateReason', i.state_reason,
                'configuration', i.target_configuration, 'options', c.options,
                'placement', i.placement, 'maintenance', i.maintenance,
                'stateSince', i.state_since, 'deletionProtected', i.deletion_protected,
                'createdAt', i.created_at, 'createdBy', i.created_by)
              from instance i
              join package_version v on v.tenant_id = i.package_tenant_id and v.id = i.package_id
              left join configuration c on c.tenant_id = i.tenant_id and c.instance_id = i.id
                and c.number = i.target_configuration
              where i.tenant_id = :tenant and i.id > cast(:after as uuid) order by i.id limit :limit
              """),
          ExportKind.from(
              "configuration",
              Set.of("configuration"),
              ExportKind.NO_ID + "/0",
              """
              select c.instance_id || '/' || c.number, jsonb_build_object('instance', c.instance_id,
                'number', c.number, 'options', c.options, 'spec', c.spec,
                'createdAt', c.created_at, 'createdBy', c.created_by)
              from configuration c
              where c.tenant_id = :tenant and (c.instance_id, c.number) >
                (cast(split_part(:after, '/', 1) as uuid), cast(split_part(:after, '/', 2) as int))
              order by c.instance_id, c.number limit :limit
              """),
          ExportKind.paged(
              "plan",
              Set.of("plan"),
              """
              select p.id, jsonb_build_object('id', p.id, 'instance', p.instance_id,
                'name', p.name, 'strategy', p.strategy, 'interrupted', p.interrupted,
                'errors', p.errors,
                'startedAt', p.started_at, 'completedAt', p.completed_at)
              from plan p
              where p.tenant_id = :tenant and p.id > cast(:after as uuid) order by p.id limit :limit
              """),
          ExportKind.paged(
              "step",
              Set.of("step", "phase"),
              """
              select s.id, jsonb_build_object('id', s.id, 'plan', h.plan_id, 'phase', h.name,
                'phaseStrategy', h.strategy, 'phasePosition', h.position,
                'phaseInterrupted', h.interrupted, 'position', s.position, 'name', s.name,
                'pod', s.pod_id, 'tasks', s.tasks, 'action', s.action,
                'configuration', s.configuration, 'status', s.status, 'reason', s.reason,
                'since', s.since, 'attempts', s.attempts)
              from step s join phase h on h.tenant_id = s.tenant_id and h.id = s.phase_id
              where s.tenant_id = :tenant and s.id > cast(:after as uuid)
              order by s.id limit :limit
              """),
          ExportKind.paged(
              "pod",
              Set.of("pod", "reservation", "port_reservation"),
              """
              select p.id, jsonb_build_object('id', p.id, 'instance', p.instance_id, 'name', p.name,
                'type', p.type, 'index', p.index, 'state', p.state, 'reason', p.reason,
                'since', p.since, 'incarnation', p.incarnation, 'configuration', p.configuration,
                'node', n.name, 'region', g.name, 'cpuMillis', r.cpu_millis,
                'memoryBytes', r.memory_bytes, 'diskBytes', r.disk_bytes,
                'ports', (select jsonb_agg(jsonb_build_object('task', o.task, 'name', o.name,
                    'number', o.port) order by o.port)
                  from port_reservation o where o.tenant_id = p.tenant_id and o.pod_id = p.id))
              from pod p
              left join reservation r on r.tenant_id = p.tenant_id and r.pod_id = p.id
              left join node n on n.id = r.node_id
              left join region g on g.id = n.region_id
              where p.tenant_id = :tenant and p.id > cast(:after as uuid)
              order by p.id limit :limit
              """),
          ExportKind.paged(
              "volume",
              Set.of("volume"),
              """
              select v.id, jsonb_build_object('id', v.id, 'instance', v.instance_name,
                'pod', v.pod_name, 'path', v.path, 'sizeBytes', v.size_bytes, 'state', v.state,
                'keptUntil', v.kept_until, 'createdAt', v.created_at)
              from volume v
              where v.tenant_id = :tenant and v.id > cast(:after as uuid) order by v.id limit :limit
              """),
          ExportKind.paged(
              ExportKind.SECRET,
              Set.of("secret", "secret_version", "secret_use"),
              """
              select s.id, jsonb_build_object('id', s.id, 'path', s.path,
                'description', s.description, 'labels', s.labels,
                'currentVersion', s.current_version, 'createdAt', s.created_at,
                'createdBy', s.created_by,
                'usedBy', (select jsonb_agg(u.instance_id order by u.instance_id)
                  from secret_use u where u.tenant_id = s.tenant_id and u.path = s.path),
                'versions', (select jsonb_agg(jsonb_build_object('number', v.number,
                    'createdAt', v.created_at, 'createdBy', v.created_by) order by v.number)
                  from secret_version v where v.tenant_id = s.tenant_id and v.secret_id = s.id))
              from secret s
              where s.tenant_id = :tenant and s.id > cast(:after as uuid) order by s.id limit :limit
              """),
          ExportKind.paged(
              "package",
              Set.of("package_version", "package_artifact"),
              """
              select v.id, jsonb_build_object('id', v.id, 'name', v.name, 'version', v.version,
                'summary', v.summary, 'metadata', v.metadata, 'digest', v.digest,
                'publishedAt', v.published_at, 'publishedBy', v.published_by,
                'artifacts', (select jsonb_agg(a.digest order by a.digest)
                  from package_artifact a
                  where a.tenant_id = v.tenant_id and a.package_id = v.id))
              from package_version v
              where v.tenant_id = :tenant and v.id > cast(:after as uuid)
              order by v.id limit :limit
              """));

  private ExportedServices() {}
}
