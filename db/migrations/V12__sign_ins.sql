-- Who is signed in through what, keys of service accounts, second factors, and what slows guessing.
set search_path to meridian;

-- A sign-in of a person: a session of the web, or a grant to a device. Ending it takes everything
-- that came from it: its session, its refresh token, and the access tokens that are out.
create table sign_in (
  -- For a device the id of its authorization, which access tokens name.
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  kind text not null check (kind in ('web', 'device')),
  client text not null,
  address text,
  user_agent text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- What an external issuer calls the session and the person, for its logout tokens.
  issuer_session text,
  issuer_subject text
);
create index sign_in_account on sign_in (account_id, created_at);
create index sign_in_expiry on sign_in (expires_at);
create index sign_in_issuer_session on sign_in (issuer_session) where issuer_session is not null;
create index sign_in_issuer_subject on sign_in (issuer_subject) where issuer_subject is not null;

-- Refresh tokens that were redeemed, by SHA-256: a second use tells of a theft.
create table spent_refresh_token (
  hash bytea primary key,
  sign_in_id uuid not null references sign_in on delete cascade,
  spent_at timestamptz not null,
  address text
);
create index spent_refresh_token_sign_in on spent_refresh_token (sign_in_id);

-- Sessions of the version before name no sign-in: people sign in again, once.
delete from web_session;

-- Where a service account is looked after; what it may do is in role_binding.
create table service_account (
  tenant_id uuid not null references tenant on delete cascade,
  account_id uuid not null references account on delete cascade,
  primary key (tenant_id, account_id)
);
create index service_account_account on service_account (account_id);
alter table service_account enable row level security;
alter table service_account force row level security;
create policy own on service_account to meridian_app
  using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy subtree on service_account for select to meridian_app
  using (tenant_id in (select c.descendant_id from tenant_closure c
                       where c.ancestor_id = current_subtree()));
create policy system on service_account to meridian_system using (true) with check (true);
grant select on service_account to meridian_app;
grant select, insert, update, delete on service_account to meridian_system;
insert into service_account (tenant_id, account_id)
  select distinct on (a.id) b.tenant_id, a.id
  from account a join role_binding b on b.account_id = a.id
  where a.kind = 'service-account' order by a.id, b.created_at;

-- A secret with which a service account gets tokens. Ones that we make hold 256 random bits and are
-- kept as SHA-256; one that a person chose is kept as its Argon2 encoding.
create table service_account_key (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  name text not null check (length(name) between 1 and 100),
  hash text not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index service_account_key_account on service_account_key (account_id, created_at);
insert into service_account_key (id, account_id, name, hash, created_at, created_by)
  select gen_random_uuid(), a.id, 'first', c.client_secret, a.created_at, 'system'
  from account a join oauth2_registered_client c on c.client_id = a.username
  where a.kind = 'service-account' and c.client_secret is not null;

grant select, insert, update, delete on sign_in, spent_refresh_token, service_account_key
  to meridian_system;
