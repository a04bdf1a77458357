package dev.meridian.controlplane.deletion;

import java.util.List;

/** What an export holds of each tenant, as queries that a tenant's own scope answers. */
final class ExportKinds {
  static final String SECRET = "secret";

  /**
   * @param sql selects an id that grows and a JSON text, for {@code :tenant} and beyond {@code
   *     :after}; what is above {@code :top} is not the reader's to see
   */
  record Kind(String type, String sql) {}

  static final List<Kind> ALL =
      List.of(
          new Kind(
              "tenant",
              """
              select t.id, jsonb_build_object('id', t.id, 'parent',
                case when t.id <> :top then t.parent_id end, 'name', t.name,
                'label', t.label, 'displayName', t.display_name, 'state', t.state,
                'stateReason', t.state_reason, 'createdAt', t.created_at,
                'maintenance', t.maintenance,
                'quotas', (select jsonb_agg(jsonb_build_object('scope', q.scope, 'resource',
                    q.resource, 'limit', q.amount_limit, 'guarantee', q.guarantee, 'used', q.used)
                    order by q.scope, q.resource)
                  from quota_counter q where q.tenant_id = t.id),
                'roles', (select jsonb_agg(jsonb_build_object('name', r.name, 'description',
                    r.description, 'permissions', r.permissions) order by r.name)
                  from tenant_role r where r.tenant_id = t.id))
              from tenant t where t.id = :tenant and t.id > :after order by t.id limit :limit
              """),
          new Kind(
              "member",
              """
              select b.id, jsonb_build_object('id', b.id, 'username', a.username,
                'displayName', a.display_name, 'kind', coalesce(a.kind, 'group'),
                'group', b.group_id, 'role', b.role, 'scope', b.scope,
                'instance', b.instance_id, 'createdAt', b.created_at)
              from role_binding b left join account a on a.id = b.account_id
              where b.tenant_id = :tenant and b.id > :after order by b.id limit :limit
              """),
          new Kind(
              "group",
              """
              select g.id, jsonb_build_object('id', g.id, 'name', g.name,
                'displayName', g.display_name, 'createdAt', g.created_at,
                'members', (select jsonb_agg(a.username order by a.username)
                  from group_member m join account a on a.id = m.account_id
                  where m.tenant_id = g.tenant_id and m.group_id = g.id))
              from tenant_group g
              where g.tenant_id = :tenant and g.id > :after order by g.id limit :limit
              """),
          new Kind(
              "invitation",
              """
              select v.id, jsonb_build_object('id', v.id, 'email', v.email, 'role', v.role,
                'scope', v.scope, 'instance', v.instance_id, 'group', v.group_id,
                'invitedBy', b.username, 'createdAt', v.created_at, 'expiresAt', v.expires_at,
                'acceptedAt', v.accepted_at, 'acceptedBy', a.username, 'revokedAt', v.revoked_at)
              from invitation v join account b on b.id = v.invited_by
              left join account a on a.id = v.accepted_by
              where v.tenant_id = :tenant and v.id > :after order by v.id limit :limit
              """),
          new Kind(
              "serviceAccount",
              """
              select a.id, jsonb_build_object('id', a.id, 'username', a.username,
                'displayName', a.display_name, 'disabled', a.disabled, 'createdAt', a.created_at)
              from service_account s join account a on a.id = s.account_id
              where s.tenant_id = :tenant and a.id > :after order by a.id limit :limit
              """),
          new Kind(
              "instance",
              """
              select i.id, jsonb_build_object('id', i.id, 'name', i.name, 'package', v.name,
                'packageVersion', v.version, 'state', i.state, 'stateReason', i.state_reason,
                'configuration', i.target_configuration, 'options', c.options,
                'placement', i.placement, 'maintenance', i.maintenance,
                'createdAt', i.created_at, 'createdBy', i.created_by)
              from instance i
              join package_version v on v.tenant_id = i.package_tenant_id and v.id = i.package_id
              left join configuration c on c.tenant_id = i.tenant_id and c.instance_id = i.id
                and c.number = i.target_configuration
              where i.tenant_id = :tenant and i.id > :after order by i.id limit :limit
              """),
          new Kind(
              "plan",
              """
              select p.id, jsonb_build_object('id', p.id, 'instance', p.instance_id,
                'name', p.name, 'strategy', p.strategy, 'interrupted', p.interrupted,
                'startedAt', p.started_at, 'completedAt', p.completed_at)
              from plan p
              where p.tenant_id = :tenant and p.id > :after order by p.id limit :limit
              """),
          new Kind(
              "volume",
              """
              select v.id, jsonb_build_object('id', v.id, 'instance', v.instance_name,
                'pod', v.pod_name, 'path', v.path, 'sizeBytes', v.size_bytes, 'state', v.state,
                'keptUntil', v.kept_until, 'createdAt', v.created_at)
              from volume v
              where v.tenant_id = :tenant and v.id > :after order by v.id limit :limit
              """),
          new Kind(
              SECRET,
              """
              select s.id, jsonb_build_object('id', s.id, 'path', s.path,
                'description', s.description, 'labels', s.labels,
                'currentVersion', s.current_version, 'createdAt', s.created_at,
                'createdBy', s.created_by,
                'versions', (select jsonb_agg(jsonb_build_object('number', v.number,
                    'createdAt', v.created_at, 'createdBy', v.created_by) order by v.number)
                  from secret_version v where v.tenant_id = s.tenant_id and v.secret_id = s.id))
              from secret s
              where s.tenant_id = :tenant and s.id > :after order by s.id limit :limit
              """),
          new Kind(
              "audit",
              """
              select e.id, jsonb_build_object('id', e.id, 'at', e.at, 'action', e.action,
                'actor', coalesce(p.actor, e.actor), 'subject', coalesce(p.subject, e.subject),
                'subjectId', e.subject_id, 'outcome', e.outcome, 'result', e.result,
                'origin', e.origin, 'behalf', p.behalf, 'behalfId', p.behalf_id,
                'address', coalesce(p.address, e.address),
                'detail', coalesce(p.detail::jsonb, e.detail))
              from audit_event e
              left join audit_personal p on p.tenant_id = e.tenant_id and p.event_id = e.id
              where e.tenant_id = :tenant and e.id > :after order by e.id limit :limit
              """));

  private ExportKinds() {}
}
