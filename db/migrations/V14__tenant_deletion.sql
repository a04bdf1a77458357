-- Deleting a tenant: a plan of steps that is kept row by row, so that it goes on where it was, and
-- flags that refuse deletion until they are taken off.
set search_path to meridian;

-- DELETING from the moment somebody asks, for the tenant and all below it. DELETED rows stay: the
-- audit chain and what finance counts name them. They have no name that others could not take.
alter table tenant drop constraint tenant_state_check;
alter table tenant add constraint tenant_state_check
  check (state in ('ACTIVE', 'SUSPENDED', 'DELETING', 'DELETED'));
alter table tenant drop constraint tenant_parent_id_name_key;
create unique index tenant_name on tenant (parent_id, name) nulls not distinct
  where state <> 'DELETED';

alter table tenant add column deletion_protected boolean not null default false;
alter table instance add column deletion_protected boolean not null default false;

create table tenant_deletion (
  tenant_id uuid not null references tenant,
  id uuid not null,
  -- As it was called when somebody asked.
  path text not null,
  label text not null,
  state text not null check (state in ('GRACE', 'RUNNING', 'DONE', 'RESTORED')),
  reason text not null,
  asked_by_id uuid,
  asked_by text not null,
  asked_at timestamptz not null,
  -- Until then it can be restored; steps begin after it.
  grace_ends_at timestamptz not null,
  started_at timestamptz,
  restored_at timestamptz,
  restored_by text,
  completed_at timestamptz,
  -- The canonical JSON that is signed, by which version of the key of audit anchors.
  report text,
  report_key integer,
  report_signature bytea,
  primary key (tenant_id, id),
  check ((state = 'DONE') = (completed_at is not null and report is not null
    and report_key is not null and report_signature is not null))
);
create unique index tenant_deletion_open on tenant_deletion (tenant_id)
  where state in ('GRACE', 'RUNNING');
create index tenant_deletion_due on tenant_deletion (grace_ends_at)
  where state in ('GRACE', 'RUNNING');

-- The tenants that go: the one that was named and all below it.
create table tenant_deletion_member (
  tenant_id uuid not null,
  deletion_id uuid not null,
  doomed_id uuid not null references tenant,
  path text not null,
  label text not null,
  depth integer not null check (depth >= 0),
  -- What a restore gives back.
  former_state text not null,
  former_reason text not null,
  primary key (tenant_id, deletion_id, doomed_id),
  foreign key (tenant_id, deletion_id) references tenant_deletion
);

create table tenant_deletion_step (
  tenant_id uuid not null,
  deletion_id uuid not null,
  position integer not null check (position > 0),
  doomed_id uuid not null,
  kind text not null check (kind in ('INSTANCES', 'WORKLOAD', 'MEMBERS', 'SECRETS', 'HISTORY',
    'CATALOG', 'QUOTAS', 'KEYS', 'TENANT')),
  state text not null check (state in ('PENDING', 'WAITING', 'DONE')),
  reason text not null default '',
  since timestamptz not null,
  -- What the step took away: {"instances":{"count":2,"ids":["..",".."]}}
  gone jsonb not null default '{}',
  primary key (tenant_id, deletion_id, position),
  foreign key (tenant_id, deletion_id, doomed_id)
    references tenant_deletion_member (tenant_id, deletion_id, doomed_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['tenant_deletion', 'tenant_deletion_member', 'tenant_deletion_step']
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

-- Nobody deletes them: they say who destroyed what.
grant select on tenant_deletion, tenant_deletion_member, tenant_deletion_step to meridian_app;
grant select, insert, update on tenant_deletion, tenant_deletion_member, tenant_deletion_step
  to meridian_system;
