-- Quotas for all kinds of things, in scopes (everything, one region, one package), with guarantees.
set search_path to meridian;

-- A counter stands where a tenant has a limit or a guarantee. What pods hold of a region is counted
-- from their reservations; everything else from claims.
alter table quota_counter
  drop constraint quota_counter_pkey,
  drop constraint quota_counter_resource_check,
  add column scope text collate "C" not null default 'all' check
    (scope ~ '^(all|(region|package):[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$'),
  alter column amount_limit drop not null,
  add column guarantee bigint not null default 0 check (guarantee >= 0),
  -- What the counters next below have guaranteed and do not use yet.
  add column reserved bigint not null default 0 check (reserved >= 0),
  -- How full it is, in the steps that are told: 0, 80, 100 per cent.
  add column level smallint not null generated always as (case
    when amount_limit is null or amount_limit = 0 then 0
    when used >= amount_limit then 100
    when used >= amount_limit - amount_limit / 5 then 80
    else 0 end) stored,
  add column told smallint not null default 0,
  add check (resource in
    ('cpus', 'memory', 'disk', 'pods', 'gpus', 'instances', 'volumes', 'secrets')),
  add check (amount_limit is not null or guarantee > 0),
  add primary key (tenant_id, scope, resource);
create index quota_counter_untold on quota_counter (tenant_id) where level <> told;

alter table quota_claim
  -- Thousandths of a graphics processor.
  add column gpus bigint not null default 0 check (gpus >= 0),
  add column instances bigint not null default 0 check (instances >= 0),
  add column volumes bigint not null default 0 check (volumes >= 0),
  add column secrets bigint not null default 0 check (secrets >= 0),
  -- In each of them all of the amounts count.
  add column scopes text[] not null default '{all}',
  -- Until then the change that it is for has to confirm it; null: it has.
  add column provisional_until timestamptz;
create index quota_claim_provisional on quota_claim (provisional_until)
  where provisional_until is not null;

grant update (reserved) on quota_counter to meridian_app;

-- ---- what is there already --------------------------------------------------------------------
-- The owner is bound by row-level security as long as it is forced.
do $$
declare
  t text;
begin
  foreach t in array array['quota_claim', 'instance', 'configuration', 'package_version', 'volume',
    'secret']
  loop
    execute format('alter table %I no force row level security', t);
  end loop;
end $$;

-- Volumes and graphics processors of an instance as its target configuration wants them. What tasks
-- that share a resource set hold is in the set.
insert into quota_claim as c (tenant_id, holder_id, cpus, memory, disk, pods, gpus, instances,
  volumes, scopes)
select i.tenant_id, i.id, 0, 0, 0, 0,
  ceil(coalesce(sum(n.gpus * (p.pod ->> 'count')::bigint), 0) * 1000), 1,
  coalesce(sum(n.volumes * (p.pod ->> 'count')::bigint), 0), array['all', 'package:' || v.name]
from instance i
join package_version v on v.tenant_id = i.package_tenant_id and v.id = i.package_id
join configuration f on f.tenant_id = i.tenant_id and f.instance_id = i.id
  and f.number = i.target_configuration
left join lateral jsonb_path_query(f.spec, '$.spec.pods.*') as p(pod) on true
left join lateral (
  select sum(coalesce((need ->> 'gpus')::numeric, 0)) as gpus,
    sum((select count(*) from jsonb_object_keys(need -> 'volumes'))) as volumes
  from (
    select jsonb_build_object('volumes', p.pod -> 'volumes')
    union all select jsonb_path_query(p.pod, '$.resourceSets.*')
    union all select jsonb_path_query(p.pod, '$.tasks.* ? (@.resourceSet == null).resources')
  ) as needs(need)) n on true
where i.state <> 'UNINSTALLED'
group by i.tenant_id, i.id, v.name
on conflict (tenant_id, holder_id) do update set gpus = excluded.gpus,
  instances = excluded.instances, volumes = excluded.volumes, scopes = excluded.scopes;

-- Kept volumes hold a claim of their own.
update quota_claim c set volumes = 1, scopes = array['all', 'package:' || v.package_name]
from volume v where v.tenant_id = c.tenant_id and v.id = c.holder_id;

insert into quota_claim (tenant_id, holder_id, cpus, memory, disk, pods, secrets)
select tenant_id, id, 0, 0, 0, 0, 1 from secret;

do $$
declare
  t text;
begin
  foreach t in array array['quota_claim', 'instance', 'configuration', 'package_version', 'volume',
    'secret']
  loop
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
