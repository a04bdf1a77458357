-- A person's second factor at the embedded authorization server: codes by time (RFC 6238) and
-- recovery codes.
set search_path to meridian;

create table second_factor (
  account_id uuid primary key references account on delete cascade,
  -- Sealed, for it has to be read to compute codes.
  secret text not null,
  offered_at timestamptz not null,
  -- It counts from then on.
  confirmed_at timestamptz,
  -- The time step of the last code that was taken: none of it or before is taken again, anywhere.
  last_step bigint not null default 0,
  -- Since the last right one, on all replicas.
  wrong_codes integer not null default 0 check (wrong_codes >= 0)
);

-- By SHA-256: a recovery code holds 120 bits of chance, which are not found by trying.
create table recovery_code (
  hash bytea primary key,
  account_id uuid not null references second_factor on delete cascade,
  used_at timestamptz
);
create index recovery_code_account on recovery_code (account_id);

grant select, insert, update, delete on second_factor, recovery_code to meridian_system;
