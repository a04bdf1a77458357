-- Since when and until when a volume was kept after its instance was uninstalled, for finance: its
-- disk is held although no pod holds it. Insert only, like pod_transition.
set search_path to meridian;

create table volume_transition (
  id uuid not null,
  tenant_id uuid not null,
  volume_id uuid not null,
  instance_name text not null,
  transition text not null check (transition in ('KEPT', 'RELEASED')),
  at timestamptz not null,
  size_bytes bigint not null check (size_bytes > 0),
  primary key (tenant_id, id)
);
create index volume_transition_usage on volume_transition (tenant_id, at);
create index volume_transition_volume on volume_transition (tenant_id, volume_id, at);

alter table volume_transition enable row level security;
alter table volume_transition force row level security;
create policy own on volume_transition to meridian_app
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy subtree on volume_transition for select to meridian_app
  using (tenant_id in (select c.descendant_id from tenant_closure c
                       where c.ancestor_id = current_subtree()));
create policy system on volume_transition to meridian_system using (true) with check (true);
create policy finance on volume_transition for select to meridian_finance using (true);

grant select, insert on volume_transition to meridian_app, meridian_system;
grant select on volume_transition to meridian_finance;
