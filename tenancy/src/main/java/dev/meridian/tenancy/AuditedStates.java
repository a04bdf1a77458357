package dev.meridian.tenancy;

import dev.meridian.tenancy.audit.ChainHashes;
import dev.meridian.tenancy.audit.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * How things stand that audited calls change, as digests of their canonical JSON (RFC 8785). Left
 * out is what a digest would tell to whoever guesses: names of people, values of secrets, options;
 * and what changes by itself.
 */
final class AuditedStates {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String TENANT =
      """
      select jsonb_build_object('id', t.id, 'parent', t.parent_id, 'name', t.name,
        'label', t.label, 'displayName', t.display_name, 'state', t.state,
        'protected', t.deletion_protected,
        'limits', (select jsonb_agg(jsonb_build_array(q.scope, q.resource, q.amount_limit,
            q.guarantee) order by q.scope, q.resource)
          from quota_counter q where q.tenant_id = t.id))::text
      from tenant t where t.id = :id
      """;

  /** By the action, else by what stands before its dot. */
  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("tenant", TENANT),
          Map.entry("quota", TENANT),
          Map.entry(
              "account",
              """
              select jsonb_build_object('id', a.id, 'kind', a.kind, 'disabled', a.disabled,
                'version', a.version)::text
              from account a where a.id = :id
              """),
          Map.entry(
              "service-account",
              """
              select jsonb_build_object('id', a.id, 'disabled', a.disabled,
                'keys', (select jsonb_agg(jsonb_build_array(k.id, k.expires_at) order by k.id)
                  from service_account_key k where k.account_id = a.id and k.revoked_at is null),
                'tenants', (select jsonb_agg(s.tenant_id order by s.tenant_id)
                  from service_account s where s.account_id = a.id))::text
              from account a where a.id = :id
              """),
          Map.entry(
              "session",
              """
              select jsonb_build_object('account', :id, 'signIns',
                jsonb_agg(s.id order by s.id))::text
              from sign_in s where s.account_id = :id and s.ended_at is null
              having count(*) > 0
              """),
          Map.entry(
              "member",
              """
              select jsonb_build_object('account', :id, 'bindings',
                jsonb_agg(to_jsonb(b) - 'created_at' - 'id' order by b.role, (to_jsonb(b) - 'created_at' - 'id')::text))::text
              from role_binding b
              where :id in (b.account_id, b.group_id) and b.tenant_id = :tenant
              having count(*) > 0
              """),
          Map.entry(
              "group",
              """
              select jsonb_build_object('id', g.id, 'name', g.name, 'displayName', g.display_name,
                'members', (select jsonb_agg(m.account_id order by m.account_id)
                  from group_member m where m.tenant_id = g.tenant_id and m.group_id = g.id))::text
              from tenant_group g where g.tenant_id = :tenant and g.id = :id
              """),
          Map.entry(
              "invitation",
              """
              select jsonb_build_object('id', i.id, 'role', i.role, 'scope', i.scope,
                'instance', i.instance_id, 'group', i.group_id, 'invitedBy', i.invited_by,
                'accepted', i.accepted_at is not null, 'acceptedBy', i.accepted_by,
                'revoked', i.revoked_at is not null)::text
              from invitation i where i.tenant_id = :tenant and i.id = :id
              """),
          Map.entry(
              "region",
              """
              select jsonb_build_object('id', r.id, 'name', r.name, 'displayName', r.display_name,
                'provider', r.provider, 'network', r.network_id)::text
              from region r where r.id = :id
              """),
          Map.entry(
              "region.issue-join-token",
              """
              select jsonb_build_object('id', j.id, 'region', j.region_id, 'zone', j.zone,
                'uses', j.uses_left)::text
              from join_token j where j.id = :id
              """),
          Map.entry(
              "node",
              """
              select jsonb_build_object('id', n.id, 'region', n.region_id, 'agent', n.agent_id,
                'name', n.name, 'zone', n.zone, 'schedulable', n.schedulable, 'state', a.state)::text
              from node n join agent a on a.id = n.agent_id where n.id = :id
              """),
          Map.entry(
              "agent",
              """
              select jsonb_build_object('id', a.id, 'region', a.region_id, 'state', a.state,
                'key', encode(a.public_key, 'hex'))::text
              from agent a where a.id = :id
              """),
          Map.entry(
              "instance",
              """
              select jsonb_build_object('id', i.id, 'name', i.name, 'package', i.package_id,
                'configuration', i.target_configuration, 'placement', i.placement,
                'protected', i.deletion_protected,
                'asked', (select jsonb_agg(n.kind order by n.id) from intent n
                  where n.tenant_id = i.tenant_id and n.instance_id = i.id))::text
              from instance i where i.tenant_id = :tenant and i.id = :id
              """),
          Map.entry(
              "volume",
              """
              select jsonb_build_object('id', v.id, 'instance', v.instance_id, 'pod', v.pod_name,
                'path', v.path, 'size', v.size_bytes, 'node', v.node_id, 'state', v.state)::text
              from volume v where v.tenant_id = :tenant and v.id = :id
              """),
          Map.entry(
              "secret",
              """
              select jsonb_build_object('id', s.id, 'path', s.path, 'description', s.description,
                'labels', s.labels, 'binary', s.binary_value, 'current', s.current_version,
                'versions', (select jsonb_agg(v.number order by v.number) from secret_version v
                  where v.tenant_id = s.tenant_id and v.secret_id = s.id))::text
              from secret s where s.tenant_id = :tenant and s.id = :id
              """),
          Map.entry(
              "sink",
              """
              select jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind,
                'target', s.target, 'caCertificate', s.ca_certificate)::text
              from audit_sink s where s.tenant_id = :tenant and s.id = :id
              """),
          Map.entry(
              "package",
              """
              select jsonb_build_object('id', p.id, 'name', p.name, 'version', p.version,
                'digest', p.digest)::text
              from package_version p where p.tenant_id = :tenant and p.id = :id
              """));

  private final JdbcClient jdbc;

  AuditedStates(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How the thing that the action is about stands in the running transaction; empty when it is not
   * there, or is of a kind without a state.
   */
  Optional<Sha256> now(UUID tenant, String action, UUID id) {
    String sql = STATES.getOrDefault(action, STATES.get(action.substring(0, action.indexOf('.'))));
    return sql == null
        ? Optional.empty()
        : jdbc.sql(sql)
            .param("tenant", tenant)
            .param("id", id)
            .query(String.class)
            .optional()
            .map(text -> ChainHashes.state(JSON.readTree(text)));
  }
}
