-- Who looks at the platform as a tenant does: read only, for an hour at most.
set search_path to meridian;

-- It belongs to a sign-in, and so holds for all that was issued in it, on every replica. It goes
-- with the sign-in and with the tenant.
create table sign_in_view (
  sign_in_id uuid primary key references sign_in on delete cascade,
  viewed_id uuid not null references tenant on delete cascade,
  begun_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > begun_at)
);
create index sign_in_view_viewed on sign_in_view (viewed_id);

grant select, insert, update, delete on sign_in_view to meridian_system;
