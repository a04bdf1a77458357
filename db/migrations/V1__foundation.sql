-- Meridian's first schema. What cannot be added later is here from the start: forced row-level
-- security, history epoch, incarnations, tombstones, intents, feeds ordered by transaction.
--
-- Roles. The migrations run as the owner. Logins get their rights from the group roles below and
-- from nothing else; none of them owns a table or may bypass row-level security.
--   meridian_app      the application; sees rows of app.tenant, reads those of app.subtree
--   meridian_system   named system jobs that work across tenants (frozen list in tenancy)
--   meridian_finance  usage reports, read only
do $$
begin
  if not exists (select from pg_roles where rolname = 'meridian_app') then
    create role meridian_app nologin nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'meridian_system') then
    create role meridian_system nologin nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'meridian_finance') then
    create role meridian_finance nologin nobypassrls;
  end if;
end $$;

-- Flyway makes the schema before this runs, and keeps its own table in it.
grant usage on schema meridian to meridian_app, meridian_system, meridian_finance;
set search_path to meridian;

-- The tenant of the running transaction; null (and so no rows) when none was set.
create function current_tenant() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.tenant', true), '')::uuid $$;

-- The root of the subtree that the running transaction may read; null: none.
create function current_subtree() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.subtree', true), '')::uuid $$;

-- ---- platform ---------------------------------------------------------------------------------

create table history_epoch (
  only_row boolean primary key default true check (only_row),
  control_plane_id uuid not null,
  epoch uuid not null,
  since timestamptz not null
);

-- Leases with fences: one writer at a time for placement, the audit chain, maintenance loops.
create table lease (
  name text primary key,
  holder text,
  fence bigint not null default 0,
  expires_at timestamptz not null default '-infinity'
);

-- Keys, not messages: one row per thing that has work. Enqueueing raises seen; finishing sets
-- done to the seen that was read at the claim, so a wake-up during the work is never lost.
create table work_item (
  lane text not null check (lane in ('verb', 'status', 'sweep')),
  kind text not null,
  key uuid not null,
  tenant_id uuid not null,
  seen bigint not null default 1,
  done bigint not null default 0,
  not_before timestamptz not null default '-infinity',
  claimed_by text,
  claim_fence bigint not null default 0,
  claimed_until timestamptz not null default '-infinity',
  failures integer not null default 0,
  last_error text,
  primary key (kind, key)
);
create index work_item_due on work_item (not_before, claimed_until) where seen > done;

-- Keys encrypted at rest (certificate authority, token signing), by name and version.
create table sealed_key (
  name text not null,
  version integer not null,
  certificate bytea,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (name, version)
);

-- ---- tenants and people -----------------------------------------------------------------------

create table tenant (
  id uuid primary key,
  parent_id uuid references tenant,
  name text not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  -- Immutable and unique on the platform; part of every DNS name of the tenant's pods.
  label text not null unique check (label ~ '^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$'),
  display_name text not null,
  state text not null default 'ACTIVE' check (state in ('ACTIVE', 'SUSPENDED')),
  created_at timestamptz not null,
  version bigint not null default 0,
  unique nulls not distinct (parent_id, name)
);

create table tenant_closure (
  ancestor_id uuid not null references tenant on delete cascade,
  descendant_id uuid not null references tenant on delete cascade,
  depth integer not null check (depth >= 0),
  primary key (ancestor_id, descendant_id)
);
create index tenant_closure_up on tenant_closure (descendant_id, depth);

-- A person or a service account. Accounts are not tenant-owned: what they may do is in role_binding.
create table account (
  id uuid primary key,
  username text not null unique check (username ~ '^[a-z0-9][a-z0-9._@-]{0,99}$'),
  display_name text not null,
  kind text not null check (kind in ('person', 'service-account')),
  -- Subject of an external issuer, when the account lives there.
  issuer text,
  subject text,
  password_hash text,
  disabled boolean not null default false,
  created_at timestamptz not null,
  version bigint not null default 0,
  unique nulls distinct (issuer, subject)
);

create table role_binding (
  account_id uuid not null references account on delete cascade,
  role text not null check (role in
    ('platform-admin', 'finance', 'tenant-admin', 'tenant-developer', 'tenant-viewer')),
  -- The root tenant for the platform.
  tenant_id uuid not null references tenant on delete cascade,
  created_at timestamptz not null,
  primary key (account_id, role, tenant_id)
);
create index role_binding_tenant on role_binding (tenant_id);

-- ---- quotas -----------------------------------------------------------------------------------

-- Amounts: cpus in thousandths of a core, memory and disk in bytes, pods in pods.
-- Only a tenant that has a limit has a row; used is maintained by claims.
create table quota_counter (
  tenant_id uuid not null references tenant on delete cascade,
  resource text not null check (resource in ('cpus', 'memory', 'disk', 'pods')),
  amount_limit bigint not null check (amount_limit >= 0),
  used bigint not null default 0 check (used >= 0),
  primary key (tenant_id, resource)
);

-- What each holder (an instance) has claimed; the counters are sums over these.
create table quota_claim (
  tenant_id uuid not null references tenant,
  holder_id uuid not null,
  cpus bigint not null check (cpus >= 0),
  memory bigint not null check (memory >= 0),
  disk bigint not null check (disk >= 0),
  pods bigint not null check (pods >= 0),
  primary key (tenant_id, holder_id)
);

-- ---- audit ------------------------------------------------------------------------------------

-- Insert only, written in the mutation's own transaction. The chainer (tenancy issue) appends
-- positions and hashes in a table of its own and never touches these rows.
create table audit_event (
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  tenant_id uuid not null references tenant,
  at timestamptz not null,
  actor_id uuid,
  actor text not null,
  action text not null,
  subject text not null,
  subject_id uuid,
  outcome text not null check (outcome in ('DONE', 'REFUSED')),
  detail jsonb not null default '{}',
  address text,
  trace_id text,
  primary key (tenant_id, id)
);
create index audit_event_feed on audit_event (tenant_id, xid, id);

-- ---- catalog ----------------------------------------------------------------------------------

create table artifact (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes >= 0),
  stored_at timestamptz not null
);

create table artifact_chunk (
  digest text not null references artifact on delete cascade,
  index integer not null check (index >= 0),
  content bytea not null check (octet_length(content) <= 1048576),
  primary key (digest, index)
);
alter table artifact_chunk alter column content set storage external;

create table artifact_upload (
  id uuid primary key,
  digest text not null unique,
  size_bytes bigint not null,
  received bigint not null default 0,
  started_at timestamptz not null
);

create table artifact_upload_chunk (
  upload_id uuid not null references artifact_upload on delete cascade,
  index integer not null,
  content bytea not null check (octet_length(content) <= 1048576),
  primary key (upload_id, index)
);
alter table artifact_upload_chunk alter column content set storage external;

-- owner_id: the tenant that owns the catalog row; the root tenant for packages that all see.
create table package_version (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  version text not null,
  -- Position among the versions of this name, by version order; the highest is the newest.
  sort_key text not null,
  summary text not null,
  metadata jsonb not null,
  bundle bytea not null,
  digest text not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, name, version)
);

create table package_artifact (
  tenant_id uuid not null,
  package_id uuid not null,
  digest text not null references artifact,
  primary key (tenant_id, package_id, digest),
  foreign key (tenant_id, package_id) references package_version on delete cascade
);

-- ---- regions, nodes, agents -------------------------------------------------------------------

create table network (
  id uuid primary key,
  name text not null unique
);

-- Identity is the id: a region made again under an old name is another region.
create table region (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text not null,
  provider text not null check (provider in ('on-prem', 'aws', 'azure', 'gcp', 'edge')),
  network_id uuid not null references network,
  created_at timestamptz not null,
  version bigint not null default 0
);

create table join_token (
  id uuid primary key,
  region_id uuid not null references region,
  secret_hash bytea not null unique,
  zone text,
  uses_left integer not null check (uses_left >= 0),
  expires_at timestamptz not null,
  created_by text not null,
  created_at timestamptz not null
);

create table agent (
  id uuid primary key,
  region_id uuid not null references region,
  public_key bytea not null unique,
  history_epoch uuid not null,
  -- Last revision given to an order of this agent; taken in the order's transaction.
  revision bigint not null default 0,
  revision_taken bigint not null default 0,
  session bigint not null default 0,
  session_replica text,
  boot_id text,
  status_sequence bigint not null default 0,
  state text not null default 'JOINED' check (state in ('JOINED', 'ON_HOLD', 'DEAD')),
  connected boolean not null default false,
  joined_at timestamptz not null,
  last_seen_at timestamptz,
  agent_version text not null default ''
);

-- One node per agent in process and container regions; many in Kubernetes regions.
create table node (
  id uuid primary key,
  region_id uuid not null references region,
  agent_id uuid not null references agent,
  name text not null check (name ~ '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$'),
  zone text not null,
  runtime text not null check (runtime in ('kubernetes', 'container', 'process')),
  address text not null,
  advertised_address text not null,
  cpu_millis bigint not null check (cpu_millis >= 0),
  memory_bytes bigint not null check (memory_bytes >= 0),
  disk_bytes bigint not null check (disk_bytes >= 0),
  port_begin integer not null,
  port_end integer not null check (port_end >= port_begin),
  attributes jsonb not null default '{}',
  java_homes jsonb not null default '[]',
  not_enforced jsonb not null default '[]',
  schedulable boolean not null default true,
  joined_at timestamptz not null,
  version bigint not null default 0,
  unique (region_id, name)
);

-- ---- instances --------------------------------------------------------------------------------

create table instance (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  package_tenant_id uuid not null,
  package_id uuid not null,
  state text not null check (state in ('WAITING', 'DEPLOYING', 'RUNNING', 'DEGRADED', 'UPDATING',
    'UNINSTALLING', 'UNINSTALLED', 'FAILED')),
  state_reason text not null,
  state_since timestamptz not null,
  target_configuration integer not null,
  -- True once the first deployment has completed.
  deployed boolean not null default false,
  placement jsonb not null,
  delete_data boolean not null default false,
  created_at timestamptz not null,
  created_by text not null,
  -- Every commit of the reconciler updates where version = ?.
  version bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (package_tenant_id, package_id) references package_version
);
-- A name is free again once its instance is gone.
create unique index instance_name on instance (tenant_id, name) where state <> 'UNINSTALLED';
create index instance_page on instance (tenant_id, created_at, id);

create table configuration (
  tenant_id uuid not null,
  instance_id uuid not null,
  number integer not null check (number > 0),
  schema_number integer not null,
  spec jsonb not null,
  options jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, instance_id, number),
  foreign key (tenant_id, instance_id) references instance
);

-- What people asked for; the reconciler of the instance is the only one who acts on it.
create table intent (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  kind text not null check (kind in ('INSTALL', 'UNINSTALL')),
  payload jsonb not null default '{}',
  asked_by text not null,
  asked_at timestamptz not null,
  taken_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references instance
);
create index intent_open on intent (tenant_id, instance_id) where taken_at is null;

create table plan (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  name text not null,
  strategy text not null,
  position integer not null,
  interrupted boolean not null default false,
  errors jsonb not null default '[]',
  started_at timestamptz,
  completed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references instance
);
create index plan_instance on plan (tenant_id, instance_id);

create table phase (
  tenant_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  name text not null,
  strategy text not null,
  position integer not null,
  interrupted boolean not null default false,
  primary key (tenant_id, id),
  foreign key (tenant_id, plan_id) references plan on delete cascade
);

create table step (
  tenant_id uuid not null,
  id uuid not null,
  phase_id uuid not null,
  position integer not null,
  name text not null,
  pod_id uuid not null,
  tasks jsonb not null,
  action text not null check (action in ('LAUNCH', 'REMOVE')),
  configuration integer not null,
  status text not null check (status in
    ('PENDING', 'PREPARED', 'STARTING', 'STARTED', 'COMPLETE', 'DELAYED', 'ERROR')),
  reason text not null,
  since timestamptz not null,
  attempts integer not null default 0,
  delayed_until timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, phase_id) references phase on delete cascade
);

create table pod (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  name text not null,
  type text not null,
  index integer not null check (index >= 0),
  state text not null check (state in ('PLANNED', 'PLACED', 'WAITING', 'STAGING', 'RUNNING',
    'READY', 'FAILED', 'LOST', 'STOPPING', 'REMOVED')),
  reason text not null,
  since timestamptz not null,
  incarnation bigint not null default 0,
  -- The configuration that the current incarnation runs; 0: none yet.
  configuration integer not null default 0,
  -- Tasks ordered so far: [{"name":"server","run":1}]
  launched jsonb not null default '[]',
  -- Addresses and ports of all peers as this incarnation was told them; when they have changed
  -- since, the pod is launched anew through a plan step that says so.
  peers_digest text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references instance
);
create unique index pod_name on pod (tenant_id, instance_id, name) where state <> 'REMOVED';

-- ---- placement --------------------------------------------------------------------------------

-- One row per instance that wants a decision; the placement writer takes them in batches.
create table placement_request (
  tenant_id uuid not null,
  instance_id uuid not null,
  -- Raised with each new ask; a decision answers the number that it saw.
  number bigint not null,
  -- What to place: [{"podId","name","type","index","cpuMillis",...,"ports":[..],"volumes":[..]}]
  wanted jsonb not null,
  policy jsonb not null,
  asked_at timestamptz not null,
  state text not null check (state in ('OPEN', 'PLACED', 'REFUSED', 'WITHDRAWN')),
  decided_at timestamptz,
  decision jsonb,
  primary key (tenant_id, instance_id),
  foreign key (tenant_id, instance_id) references instance
);
create index placement_request_open on placement_request (asked_at) where state = 'OPEN';

-- Pods whose reservation and ports are to be given back; the placement writer takes them too.
create table placement_release (
  tenant_id uuid not null,
  pod_id uuid not null,
  instance_id uuid not null,
  asked_at timestamptz not null,
  primary key (tenant_id, pod_id)
);

-- The footprint that a pod holds, kept over restarts until it is released through placement.
create table reservation (
  tenant_id uuid not null,
  pod_id uuid not null,
  node_id uuid not null references node,
  cpu_millis bigint not null check (cpu_millis >= 0),
  memory_bytes bigint not null check (memory_bytes >= 0),
  disk_bytes bigint not null check (disk_bytes >= 0),
  created_at timestamptz not null,
  primary key (tenant_id, pod_id),
  foreign key (tenant_id, pod_id) references pod
);
create index reservation_node on reservation (node_id);

create table port_reservation (
  node_id uuid not null references node,
  port integer not null,
  tenant_id uuid not null,
  pod_id uuid not null,
  task text not null,
  name text not null,
  primary key (node_id, port),
  unique (tenant_id, pod_id, task, name),
  foreign key (tenant_id, pod_id) references pod
);

-- Ports that strangers hold on a node, as its agent last saw; not given out until cleared.
create table stranger_port (
  node_id uuid not null references node,
  port integer not null,
  seen_at timestamptz not null,
  primary key (node_id, port)
);

create table volume (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  instance_name text not null,
  package_name text not null,
  pod_id uuid not null,
  pod_name text not null,
  path text not null,
  size_bytes bigint not null check (size_bytes > 0),
  node_id uuid not null references node,
  state text not null check (state in
    ('PENDING', 'READY', 'MISSING', 'KEPT', 'DESTROYING', 'DESTROYED')),
  reason text not null default '',
  -- Set in the transaction of the first order that names the volume; create is never said again.
  ordered boolean not null default false,
  kept_until timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references instance
);
create index volume_pod on volume (tenant_id, pod_id);
create index volume_kept on volume (kept_until) where state = 'KEPT';

-- ---- federation: desired and observed ---------------------------------------------------------

-- What an agent is told. A tombstone (kind REMOVE) stays until the agent reports the removal done.
create table desired_pod (
  agent_id uuid not null references agent,
  pod_id uuid not null,
  incarnation bigint not null,
  tenant_id uuid not null,
  instance_id uuid not null,
  kind text not null check (kind in ('RUN', 'REMOVE')),
  revision bigint not null,
  -- The order as on the wire, without secrets.
  body bytea not null,
  -- Digests that the agent may fetch for this pod.
  digests text[] not null default '{}',
  ordered_at timestamptz not null,
  primary key (agent_id, pod_id, incarnation)
);
create unique index desired_pod_revision on desired_pod (agent_id, revision);
create index desired_pod_tenant on desired_pod (tenant_id, pod_id);

create table volume_order (
  agent_id uuid not null references agent,
  volume_id uuid not null,
  tenant_id uuid not null,
  revision bigint not null,
  reason text not null,
  ordered_at timestamptz not null,
  done_at timestamptz,
  primary key (agent_id, volume_id)
);

-- The newest status of each incarnation, as its agent reported it.
create table observed_pod (
  agent_id uuid not null references agent,
  pod_id uuid not null,
  incarnation bigint not null,
  tenant_id uuid not null,
  instance_id uuid not null,
  sequence bigint not null,
  boot_id text not null,
  state text not null,
  reason text not null,
  tasks jsonb not null,
  taken_ports integer[] not null default '{}',
  revision bigint not null,
  at timestamptz not null,
  received_at timestamptz not null,
  removed boolean not null default false,
  primary key (agent_id, pod_id, incarnation)
);
create index observed_pod_pod on observed_pod (tenant_id, pod_id);

-- ---- history and feeds ------------------------------------------------------------------------

-- Each transition of a pod, for finance and history. Never updated. A pod holds its reservation
-- from RESERVED to RELEASED; the states between are what was observed.
create table pod_transition (
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  tenant_id uuid not null,
  instance_id uuid not null,
  instance_name text not null,
  package_name text not null,
  pod_id uuid not null,
  pod_name text not null,
  transition text not null,
  at timestamptz not null,
  agent_at timestamptz,
  cpu_millis bigint not null,
  memory_bytes bigint not null,
  disk_bytes bigint not null,
  region_id uuid,
  node_id uuid,
  incarnation bigint not null,
  configuration integer not null,
  primary key (tenant_id, id)
);
create index pod_transition_feed on pod_transition (xid, id);
create index pod_transition_usage on pod_transition (tenant_id, at)
  where transition in ('RESERVED', 'RELEASED', 'RESIZED');
create index pod_transition_pod on pod_transition (tenant_id, pod_id, at);

-- Live events: read in (xid, id) order below pg_snapshot_xmin, so that nothing that commits late
-- is ever passed over. The root tenant's events are the platform's.
create table event (
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  tenant_id uuid not null references tenant,
  at timestamptz not null,
  type text not null,
  subject text not null,
  data jsonb not null default '{}',
  primary key (xid, id)
);
create index event_tenant on event (tenant_id, xid, id);
create index event_age on event (at);

-- Answers kept for Idempotency-Key.
create table idempotency_key (
  tenant_id uuid not null,
  account_id uuid not null,
  key text not null,
  request_digest text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null,
  primary key (tenant_id, account_id, key)
);

-- ---- row-level security -----------------------------------------------------------------------
-- Two policies on every tenant-owned table: own rows, and (read only) rows of a subtree.
-- System jobs have a policy of their own; finance reads what usage needs.
do $$
declare
  t text;
begin
  foreach t in array array['quota_counter', 'quota_claim', 'audit_event', 'package_version',
    'package_artifact', 'instance', 'configuration', 'intent', 'plan', 'phase', 'step', 'pod',
    'placement_request', 'placement_release', 'reservation', 'port_reservation', 'volume', 'desired_pod',
    'volume_order', 'observed_pod', 'pod_transition', 'event', 'idempotency_key',
    'work_item', 'role_binding']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I to meridian_app
      using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', t);
    execute format('create policy subtree on %I for select to meridian_app
      using (tenant_id in (select c.descendant_id from tenant_closure c
                           where c.ancestor_id = current_subtree()))', t);
    execute format('create policy system on %I to meridian_system using (true) with check (true)', t);
  end loop;
  foreach t in array array['pod_transition', 'instance']
  loop
    execute format('create policy finance on %I for select to meridian_finance using (true)', t);
  end loop;
end $$;

-- A claim counts at every ancestor that has a limit, in the claim's own transaction.
create policy ancestors on quota_counter to meridian_app
  using (tenant_id in (select c.ancestor_id from tenant_closure c
                       where c.descendant_id = current_tenant()));

-- A tenant's own row, its descendants under a subtree role, and its ancestors (names in paths).
alter table tenant enable row level security;
alter table tenant force row level security;
create policy own on tenant for select to meridian_app using (id = current_tenant());
create policy ancestors on tenant for select to meridian_app
  using (id in (select c.ancestor_id from tenant_closure c
                where c.descendant_id in (current_tenant(), current_subtree())));
create policy subtree on tenant for select to meridian_app
  using (id in (select c.descendant_id from tenant_closure c
                where c.ancestor_id = current_subtree()));
create policy system on tenant to meridian_system using (true) with check (true);
create policy finance on tenant for select to meridian_finance using (true);

-- Packages of the root tenant are for everybody to read.
create policy shared on package_version for select to meridian_app
  using (tenant_id = (select c.ancestor_id from tenant_closure c
                      where c.descendant_id = current_tenant() order by c.depth desc limit 1));
create policy shared on package_artifact for select to meridian_app
  using (tenant_id = (select c.ancestor_id from tenant_closure c
                      where c.descendant_id = current_tenant() order by c.depth desc limit 1));

-- ---- grants -----------------------------------------------------------------------------------
-- Nobody but the owner truncates; audit and history are insert-only for everybody else.
grant select on tenant_closure, account, role_binding to meridian_app;
grant select on tenant to meridian_app;
grant select on region, network, node, agent, artifact, history_epoch to meridian_app;
grant select on quota_counter to meridian_app;
grant select, insert on audit_event, event, pod_transition to meridian_app;
grant select, insert, update, delete on quota_claim, instance, configuration, intent, plan, phase,
  step, pod, placement_request, placement_release, volume, desired_pod, volume_order, idempotency_key, work_item
  to meridian_app;
-- Only the counters move: limits and identities are not the application's to change.
grant update (used) on quota_counter to meridian_app;
grant update (revision) on agent to meridian_app;
grant select on package_version, package_artifact, reservation, port_reservation, observed_pod
  to meridian_app;

grant select, insert, update, delete on all tables in schema meridian to meridian_system;
revoke update, delete on audit_event, pod_transition from meridian_system;
revoke all on flyway_schema_history from meridian_system, meridian_app, meridian_finance;

grant select on tenant, tenant_closure, instance, pod_transition, region, account, role_binding
  to meridian_finance;
