-- Tenants' secrets: values sealed with a data key of the tenant, which a key-encryption key outside
-- of the database wraps. A dump of this database opens nothing.
set search_path to meridian;

-- Which key-encryption key wrapped a key of the platform; what stands already was wrapped by the
-- key of the data directory.
alter table sealed_key add column wrapped_by text not null default 'local';
alter table sealed_key alter column wrapped_by drop default;

-- A data key of a tenant. The newest one seals; older ones stay until nothing is sealed with them.
-- Without its row, what it sealed is gone for good, in backups that come after too.
create table data_key (
  tenant_id uuid not null references tenant,
  version integer not null check (version > 0),
  wrapped_by text not null,
  wrapped bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, version)
);

create table secret (
  tenant_id uuid not null references tenant,
  id uuid not null,
  -- Elements divided by slashes; what is before the last one is the namespace.
  path text collate "C" not null check (length(path) <= 255
    and path ~ '^[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}){0,7}$'),
  description text not null default '',
  -- Bytes that are no text: for files only, never for variables. Kept for all its versions.
  binary_value boolean not null default false,
  labels jsonb not null default '{}',
  -- What pods that are launched now get.
  current_version integer not null check (current_version > 0),
  created_at timestamptz not null,
  created_by text not null,
  -- Of the row, for If-Match.
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, path)
);

create table secret_version (
  tenant_id uuid not null,
  secret_id uuid not null,
  number integer not null check (number > 0),
  data_key integer not null,
  -- Associated data: tenant, secret and number, so that a copied row opens nowhere else.
  sealed bytea not null,
  size_bytes integer not null check (size_bytes >= 0),
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, secret_id, number),
  foreign key (tenant_id, secret_id) references secret on delete cascade,
  foreign key (tenant_id, data_key) references data_key
);
create index secret_version_data_key on secret_version (tenant_id, data_key);

-- Which instances name which secrets in their target configuration, by path: the row stands while
-- the instance does.
create table secret_use (
  tenant_id uuid not null,
  path text collate "C" not null,
  instance_id uuid not null,
  primary key (tenant_id, path, instance_id),
  foreign key (tenant_id, instance_id) references instance,
  foreign key (tenant_id, path) references secret (tenant_id, path)
);
create index secret_use_instance on secret_use (tenant_id, instance_id);

-- What an order needs added when it is sent: [{"secret","version","variable","file"}]. The values
-- are opened for the stream of the agent that the pod is assigned to and are stored nowhere.
alter table desired_pod add column secrets jsonb not null default '[]';

-- Which versions the pod's incarnation was given.
alter table pod add column secrets_digest text not null default '';

do $$
declare
  t text;
begin
  foreach t in array array['data_key', 'secret', 'secret_version', 'secret_use']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I to meridian_app
      using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', t);
    execute format('create policy system on %I to meridian_system using (true) with check (true)', t);
  end loop;
end $$;

-- No subtree policy: who may read below does not read secrets below.
grant select, insert on data_key to meridian_app;
grant select, insert, update, delete on secret, secret_version, secret_use to meridian_app;
grant select, insert, update, delete on data_key, secret, secret_version, secret_use
  to meridian_system;
