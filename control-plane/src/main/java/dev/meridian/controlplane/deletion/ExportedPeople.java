package dev.meridian.controlplane.deletion;

import java.util.List;
import java.util.Set;

/** Settings and people of a tenant. */
final class ExportedPeople {
  static final List<ExportKind> ALL =
      List.of(
          ExportKind.paged(
              "tenant",
              Set.of("quota_counter", "tenant_role"),
              """
              select t.id, jsonb_build_object('id', t.id, 'parent',
                case when t.id <> :top then t.parent_id end, 'name', t.name,
                'label', t.label, 'displayName', t.display_name, 'state', t.state,
                'stateReason', t.state_reason, 'createdAt', t.created_at,
                'maintenance', t.maintenance,
                'leastIsolation', t.least_isolation,
                'deletionProtected', t.deletion_protected,
                'quotas', (select jsonb_agg(jsonb_build_object('scope', q.scope, 'resource',
                    q.resource, 'limit', q.amount_limit, 'guarantee', q.guarantee, 'used', q.used)
                    order by q.scope, q.resource)
                  from quota_counter q where q.tenant_id = t.id),
                'roles', (select jsonb_agg(jsonb_build_object('name', r.name, 'description',
                    r.description, 'permissions', r.permissions) order by r.name)
                  from tenant_role r where r.tenant_id = t.id))
              from tenant t where t.id = :tenant and t.id > cast(:after as uuid) order by t.id limit :limit
              """),
          ExportKind.paged(
              "member",
              Set.of("role_binding"),
              """
              select b.id, jsonb_build_object('id', b.id, 'username', a.username,
                'displayName', a.display_name, 'kind', coalesce(a.kind, 'group'),
                'group', b.group_id, 'role', b.role, 'scope', b.scope,
                'instance', b.instance_id, 'source', b.source, 'createdAt', b.created_at)
              from role_binding b left join account a on a.id = b.account_id
              where b.tenant_id = :tenant and b.id > cast(:after as uuid) order by b.id limit :limit
              """),
          ExportKind.paged(
              "group",
              Set.of("tenant_group", "group_member"),
              """
              select g.id, jsonb_build_object('id', g.id, 'name', g.name,
                'displayName', g.display_name, 'createdAt', g.created_at,
                'members', (select jsonb_agg(a.username order by a.username)
                  from group_member m join account a on a.id = m.account_id
                  where m.tenant_id = g.tenant_id and m.group_id = g.id))
              from tenant_group g
              where g.tenant_id = :tenant and g.id > cast(:after as uuid) order by g.id limit :limit
              """),
          ExportKind.paged(
              "invitation",
              Set.of("invitation"),
              """
              select v.id, jsonb_build_object('id', v.id, 'email', v.email, 'role', v.role,
                'scope', v.scope, 'instance', v.instance_id, 'group', v.group_id,
                'invitedBy', b.username, 'createdAt', v.created_at, 'expiresAt', v.expires_at,
                'acceptedAt', v.accepted_at, 'acceptedBy', a.username, 'revokedAt', v.revoked_at,
                'revokedReason', v.revoked_reason)
              from invitation v join account b on b.id = v.invited_by
              left join account a on a.id = v.accepted_by
              where v.tenant_id = :tenant and v.id > cast(:after as uuid) order by v.id limit :limit
              """),
          ExportKind.ofPlatformTables(
              "serviceAccount",
              Set.of("service_account"),
              """
              select a.id, jsonb_build_object('id', a.id, 'username', a.username,
                'displayName', a.display_name, 'disabled', a.disabled, 'createdAt', a.created_at,
                'keys', (select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name,
                    'createdAt', k.created_at, 'createdBy', k.created_by,
                    'expiresAt', k.expires_at, 'lastUsedAt', k.last_used_at,
                    'revokedAt', k.revoked_at) order by k.created_at, k.id)
                  from service_account_key k where k.account_id = a.id))
              from service_account s join account a on a.id = s.account_id
              where s.tenant_id = :tenant and a.id > cast(:after as uuid)
              order by a.id limit :limit
              """));

  private ExportedPeople() {}
}
