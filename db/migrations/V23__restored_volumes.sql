-- An install that restores what an uninstalled instance left looks for it by name.
set search_path to meridian;

create index volume_kept_name on volume (tenant_id, instance_name) where state = 'KEPT';

-- Installs that restored volumes and were refused left them in use by an instance that is gone: not
-- in the quota, never destroyed, and nobody could have them again. They are kept, as any other.
-- The owner is bound by row-level security as long as it is forced.
do $$
declare
  t text;
begin
  foreach t in array array['volume', 'instance', 'volume_transition', 'quota_claim']
  loop
    execute format('alter table %I no force row level security', t);
  end loop;
end $$;

with stranded as (
  update volume v
  set state = 'KEPT', kept_until = now() + interval '7 days',
      reason = 'kept after uninstall; destroyed when the time is over'
  from instance i
  where i.tenant_id = v.tenant_id and i.id = v.instance_id and i.state = 'UNINSTALLED'
    and v.state in ('READY', 'MISSING') and v.ordered
  returning v.*
), kept as (
  insert into volume_transition (id, tenant_id, volume_id, instance_name, transition, at, size_bytes)
  select gen_random_uuid(), tenant_id, id, instance_name, 'KEPT', now(), size_bytes from stranded
)
-- The sweep of counters adds them up.
insert into quota_claim (tenant_id, holder_id, cpus, memory, disk, pods, volumes, scopes)
select tenant_id, id, 0, 0, size_bytes, 0, 1, array['all', 'package:' || package_name] from stranded
on conflict do nothing;

do $$
declare
  t text;
begin
  foreach t in array array['volume', 'instance', 'volume_transition', 'quota_claim']
  loop
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
