-- Groups, which hold roles for all their members, and invitations of people who have no account
-- yet.
set search_path to meridian;

-- A group of a tenant; it can be given roles at its tenant and at every one below.
create table tenant_group (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid not null,
  name text collate "C" not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text not null check (length(display_name) between 1 and 200),
  created_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  constraint tenant_group_name unique (tenant_id, name)
);

create table group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  account_id uuid not null references account on delete cascade,
  added_at timestamptz not null,
  primary key (tenant_id, group_id, account_id),
  foreign key (tenant_id, group_id) references tenant_group on delete cascade
);
create index group_member_account on group_member (account_id);

-- A binding is held by an account or by a group. The version before reads the former alone.
alter table role_binding alter column account_id drop not null;
alter table role_binding drop constraint role_binding_once;
alter table role_binding
  -- The tenant that the group is of: that of the binding, or one above it.
  add column group_tenant_id uuid,
  add column group_id uuid,
  add constraint role_binding_holder check (num_nonnulls(account_id, group_id) = 1),
  add constraint role_binding_group_whole
    check ((group_id is null) = (group_tenant_id is null)),
  add constraint role_binding_once
    unique nulls not distinct (tenant_id, account_id, group_id, role, scope, instance_id),
  add foreign key (group_tenant_id, group_id) references tenant_group on delete cascade;
create index role_binding_group on role_binding (group_tenant_id, group_id)
  where group_id is not null;

-- What each account holds: by itself (via_group is null), or by a group that it is a member of.
create view held_binding with (security_invoker = true) as
  select b.tenant_id, b.id, b.account_id, b.role, b.role_tenant_id, b.scope, b.instance_id,
    b.created_at, null::uuid as via_tenant_id, null::uuid as via_group_id
  from role_binding b where b.account_id is not null
  union all
  select b.tenant_id, b.id, m.account_id, b.role, b.role_tenant_id, b.scope, b.instance_id,
    b.created_at, b.group_tenant_id, b.group_id
  from group_member m
  join role_binding b on b.group_tenant_id = m.tenant_id and b.group_id = m.group_id;

-- An invitation: what its bearer is given, once. Its secret is in no place but its link.
create table invitation (
  tenant_id uuid not null references tenant on delete cascade,
  id uuid not null,
  email text not null check (length(email) between 3 and 254),
  -- SHA-256 of 256 random bits.
  secret_hash bytea not null check (length(secret_hash) = 32),
  -- Either a role, or a group of the tenant itself.
  role text,
  role_tenant_id uuid,
  scope text check (scope in ('subtree', 'tenant', 'instance')),
  instance_id uuid,
  group_id uuid,
  invited_by uuid not null references account on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references account on delete set null,
  revoked_at timestamptz,
  -- Why it ended where nobody revoked it.
  revoked_reason text not null default '',
  primary key (tenant_id, id),
  constraint invitation_gives check (num_nonnulls(role, group_id) = 1),
  constraint invitation_role check ((role is null) = (scope is null)),
  constraint invitation_instance check ((scope is not distinct from 'instance') = (instance_id is not null)),
  constraint invitation_ends_once check (num_nonnulls(accepted_at, revoked_at) <= 1),
  foreign key (tenant_id, instance_id) references instance on delete cascade,
  foreign key (role_tenant_id, role) references tenant_role (tenant_id, name) on delete cascade,
  foreign key (tenant_id, group_id) references tenant_group on delete cascade
);
-- A link names its invitation by id alone.
create index invitation_id on invitation (id);
create index invitation_inviter on invitation (invited_by);
create index invitation_custom on invitation (role_tenant_id, role)
  where role_tenant_id is not null;
create index invitation_group on invitation (tenant_id, group_id) where group_id is not null;

do $$
declare
  t text;
begin
  foreach t in array array['tenant_group', 'group_member', 'invitation']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I to meridian_app
      using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', t);
    execute format('create policy subtree on %I for select to meridian_app
      using (tenant_id in (select c.descendant_id from tenant_closure c
                           where c.ancestor_id = current_subtree()))', t);
    execute format('create policy system on %I to meridian_system using (true) with check (true)', t);
    execute format('grant select on %I to meridian_app', t);
    execute format('grant select, insert, update, delete on %I to meridian_system', t);
  end loop;
end $$;
grant select on held_binding to meridian_system;
