-- What the federation keeps beside the foundation: holds after a restore, deaths by decision.
set search_path to meridian;

-- An agent that is ahead of this database, or belongs to another history of it. Nothing on it is
-- touched until an administrator has looked at its inventory and resumed it.
create table agent_hold (
  agent_id uuid primary key references agent on delete cascade,
  since timestamptz not null,
  reason text not null,
  reported_epoch text not null,
  reported_revision bigint not null,
  -- What the agent has, as it listed it: {"pods":[...],"volumes":[...]}; null: not listed yet.
  inventory jsonb,
  inventory_at timestamptz,
  -- Set by the decision to resume; the agent is told when it next speaks of the reported epoch.
  resumed_at timestamptz,
  resumed_by text,
  resumed_epoch uuid
);

alter table agent add column declared_dead_at timestamptz;
alter table agent add column declared_dead_by text;
-- When the stream last began or ended; the state of a node is since then.
alter table agent add column connection_since timestamptz;

create index agent_region on agent (region_id);
create index node_agent on node (agent_id);
create index observed_pod_removed on observed_pod (received_at) where removed;
create index desired_pod_instance on desired_pod (tenant_id, instance_id);
create index observed_pod_instance on observed_pod (tenant_id, instance_id);

grant select, insert, update, delete on agent_hold to meridian_system;
