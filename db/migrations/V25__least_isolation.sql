-- How far nodes keep pods of tenants apart, and how far tenants demand it.
set search_path to meridian;

-- The levels, weakest first; null for anything else.
create function isolation_rank(level text) returns integer language sql immutable parallel safe as
$$ select array_position(array['process', 'user', 'container'], level) $$;

-- Null: the tenant demands nothing of its own. The strictest of its own and those above it counts.
-- The version is what changes of it are guarded by.
alter table tenant
  add column least_isolation text check (least_isolation in ('user', 'container')),
  add column isolation_version bigint not null default 0;
create index tenant_least_isolation on tenant (id) where least_isolation is not null;

-- An agent that does not say what it gives is taken to give the least that its runtime can.
alter table node
  add column isolation text not null default 'process' check (isolation_rank(isolation) is not null);
update node set isolation = 'container' where runtime in ('container', 'kubernetes');
