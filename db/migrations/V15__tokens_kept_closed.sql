-- Refresh tokens by their digest alone, and the logout tokens of an external issuer that were used.
set search_path to meridian;

-- What is written here lets nobody in: 256 bits or more of chance are not found by trying.
update oauth2_authorization
  set refresh_token_value =
    'sha256:' || encode(sha256(convert_to(refresh_token_value, 'UTF8')), 'hex')
  where refresh_token_value is not null;

-- By SHA-256 of issuer and jti. Kept for longer than a logout token is taken.
create table spent_logout_token (
  hash bytea primary key,
  spent_at timestamptz not null
);
create index spent_logout_token_age on spent_logout_token (spent_at);
grant select, insert, delete on spent_logout_token to meridian_system;
