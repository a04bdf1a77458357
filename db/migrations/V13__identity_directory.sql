-- What is kept of people and tenants that come from a directory outside, such as Keycloak.
set search_path to meridian;

-- Who tied a binding: 'meridian' is a person (or Meridian itself), 'keycloak' the synchronisation,
-- 'claims' what a token of the issuer said. Each takes back only what it gave.
alter table role_binding add column source text not null default 'meridian'
  check (source in ('meridian', 'keycloak', 'claims'));

alter table account
  -- Who disabled it, where that was not a person; only they enable it again.
  add column disabled_by text check (disabled_by in ('keycloak')),
  -- Which source made the account; null: a person, or Meridian itself.
  add column made_by text check (made_by in ('keycloak', 'claims')),
  -- When the newest token was issued whose claims were taken over; older ones say nothing new.
  add column claims_at timestamptz;
create index account_made_by on account (made_by) where made_by is not null;

-- Which tenant a group or organisation stands for. Kept when the tenant goes, so that it is not
-- made again. Owned by no tenant: only the system login reaches it.
create table directory_link (
  external_id text primary key,
  tenant uuid references tenant on delete set null,
  linked_at timestamptz not null
);

-- How the synchronisation stands, for all replicas.
create table directory_sync (
  only_row boolean primary key default true check (only_row),
  attempted_at timestamptz not null,
  succeeded_at timestamptz,
  failures integer not null default 0,
  -- Why the last attempt failed; null when it did not.
  reason text,
  applied integer not null default 0,
  withheld integer not null default 0,
  next_at timestamptz not null
);

grant select, insert, update, delete on directory_link, directory_sync to meridian_system;
