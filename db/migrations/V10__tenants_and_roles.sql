-- Roles that tenants make themselves, bindings that reach less far than a subtree, and what a
-- tenant that is renamed, moved or suspended needs.
set search_path to meridian;

-- A role made by a tenant; good in its subtree. Names of built-in roles stay theirs.
create table tenant_role (
  tenant_id uuid not null references tenant on delete cascade,
  name text collate "C" not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'
    and name not in ('platform-admin', 'platform-auditor', 'finance', 'tenant-admin',
      'tenant-developer', 'tenant-operator', 'tenant-viewer')),
  description text not null,
  permissions text[] not null check (cardinality(permissions) > 0),
  created_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, name)
);

alter table tenant_role enable row level security;
alter table tenant_role force row level security;
create policy own on tenant_role to meridian_app
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy subtree on tenant_role for select to meridian_app
  using (tenant_id in (select c.descendant_id from tenant_closure c
                       where c.ancestor_id = current_subtree()));
create policy system on tenant_role to meridian_system using (true) with check (true);
grant select on tenant_role to meridian_app;
grant select, insert, update, delete on tenant_role to meridian_system;

-- A binding counts in the tenant's subtree, in the tenant alone, or for one of its instances. The
-- defaults are what the version before means by a binding.
alter table role_binding drop constraint role_binding_pkey;
alter table role_binding drop constraint role_binding_role_check;
alter table role_binding
  add column id uuid not null default gen_random_uuid(),
  add column scope text not null default 'subtree' check (scope in ('subtree', 'tenant', 'instance')),
  add column instance_id uuid,
  -- The tenant that made the role; null for a built-in one.
  add column role_tenant_id uuid,
  add constraint role_binding_pkey primary key (tenant_id, id),
  add constraint role_binding_once
    unique nulls not distinct (tenant_id, account_id, role, scope, instance_id),
  add constraint role_binding_instance check ((scope = 'instance') = (instance_id is not null)),
  add constraint role_binding_role_known check (role_tenant_id is not null or role in
    ('platform-admin', 'platform-auditor', 'finance', 'tenant-admin', 'tenant-developer',
     'tenant-operator', 'tenant-viewer')),
  add foreign key (tenant_id, instance_id) references instance on delete cascade,
  add foreign key (role_tenant_id, role) references tenant_role (tenant_id, name);
create index role_binding_account on role_binding (account_id);
create index role_binding_custom on role_binding (role_tenant_id, role)
  where role_tenant_id is not null;

-- Why a tenant is suspended, for those whose changes are refused.
alter table tenant add column state_reason text not null default '';
