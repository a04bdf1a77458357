-- Tamper evidence for the audit log: a hash chain per tenant, its head, and daily signed anchors.
-- Personal values move out of the events, so that they can be erased while the chain stays whole.
set search_path to meridian;

-- ---- events -----------------------------------------------------------------------------------

-- Format 0: values inline, as the version before writes them; they cannot be erased.
-- Format 1: actor, subject, address and detail are '' or null here, their salted hashes are in
-- commitments, and the values are in audit_personal.
alter table audit_event
  add column format smallint not null default 0 check (format in (0, 1)),
  add column commitments jsonb not null default '{}',
  -- Through what it was asked; origin_id names the agent when it came through one.
  add column origin text not null default 'system'
    check (origin in ('person', 'service-account', 'agent', 'system', 'anonymous')),
  add column origin_id uuid,
  -- How it ended, for programs: done, or the slug of the problem.
  add column result text not null default '',
  -- SHA-256 of the thing's canonical form before and after; null: not known or not there.
  add column before_digest text check (before_digest ~ '^[0-9a-f]{64}$'),
  add column after_digest text check (after_digest ~ '^[0-9a-f]{64}$');
-- The chainer follows all tenants in the order of their transactions.
create index audit_event_order on audit_event (xid, id);
create index audit_event_action on audit_event (tenant_id, action, id);

-- What can be erased. A salt goes with its value: without it nobody can test a guess against the
-- commitment that stays in the event.
create table audit_personal (
  tenant_id uuid not null,
  event_id uuid not null,
  -- The account whose value it is, to find everything of a person; goes with the erasure too.
  actor_id uuid,
  actor text,
  actor_salt bytea,
  subject text,
  subject_salt bytea,
  address text,
  address_salt bytea,
  detail text,
  detail_salt bytea,
  primary key (tenant_id, event_id),
  foreign key (tenant_id, event_id) references audit_event,
  check ((actor is null) = (actor_salt is null)),
  check ((subject is null) = (subject_salt is null)),
  check ((address is null) = (address_salt is null)),
  check ((detail is null) = (detail_salt is null))
);
create index audit_personal_actor on audit_personal (tenant_id, actor, event_id);
create index audit_personal_subject on audit_personal (tenant_id, subject, event_id);

-- ---- chain ------------------------------------------------------------------------------------

create table audit_chain (
  tenant_id uuid not null,
  position bigint not null check (position > 0),
  event_id uuid not null,
  payload_hash bytea not null check (octet_length(payload_hash) = 32),
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  chained_at timestamptz not null,
  primary key (tenant_id, position),
  unique (tenant_id, event_id),
  -- Two entries after the same one would be a fork.
  unique (tenant_id, previous_hash),
  foreign key (tenant_id, event_id) references audit_event
);

-- Where each chain ends. Locked for each append; (xid, event_id) is the place in the feed, and the
-- highest one is where the chainer goes on after a restart.
create table audit_chain_head (
  tenant_id uuid primary key references tenant,
  position bigint not null check (position > 0),
  hash bytea not null check (octet_length(hash) = 32),
  xid xid8 not null,
  event_id uuid not null
);
create index audit_chain_head_place on audit_chain_head (xid, event_id);

-- One signed statement per UTC day over the heads of all chains, as the root of a Merkle tree.
create table audit_anchor (
  day date primary key,
  -- The canonical JSON that is signed.
  statement text not null,
  signature bytea not null,
  made_at timestamptz not null
);

-- What a tenant needs to check its own head against a statement, without anybody else's rows.
create table audit_anchor_head (
  tenant_id uuid not null references tenant,
  day date not null references audit_anchor,
  position bigint not null,
  hash bytea not null,
  leaf integer not null,
  -- The hashes beside the way from the leaf to the root, from below; 32 bytes each.
  path bytea not null,
  primary key (tenant_id, day)
);

do $$
declare
  t text;
begin
  foreach t in array array['audit_personal', 'audit_chain', 'audit_chain_head',
    'audit_anchor_head']
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
end $$;

-- Nobody updates or deletes an event, an entry of a chain or an anchor. The application writes
-- events; only system jobs append to chains, move heads and erase personal values.
grant select, insert on audit_personal to meridian_app;
grant select on audit_chain, audit_chain_head, audit_anchor, audit_anchor_head to meridian_app;
grant select, insert on audit_personal, audit_chain, audit_chain_head, audit_anchor,
  audit_anchor_head to meridian_system;
grant update on audit_chain_head to meridian_system;
grant update (actor_id, actor, actor_salt, subject, subject_salt, address, address_salt, detail,
  detail_salt) on audit_personal to meridian_system;

-- ---- roles ------------------------------------------------------------------------------------

alter table role_binding drop constraint role_binding_role_check;
alter table role_binding add constraint role_binding_role_check check (role in
  ('platform-admin', 'platform-auditor', 'finance', 'tenant-admin', 'tenant-developer',
   'tenant-viewer'));
