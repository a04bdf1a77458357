-- Maintenance windows of tenants and instances, and plans that wait for them.
set search_path to meridian;

-- [{"days":["SUNDAY"],"start":"02:00","durationMinutes":240,"zone":"Europe/Paris"}]; empty: those of
-- the nearest tenant above that has some. The version is what changes of them are guarded by: that
-- of an instance's row moves with whatever its reconciler sees.
alter table tenant
  add column maintenance jsonb not null default '[]' check (jsonb_typeof(maintenance) = 'array'),
  add column maintenance_version bigint not null default 0;
alter table instance
  add column maintenance jsonb not null default '[]' check (jsonb_typeof(maintenance) = 'array'),
  add column maintenance_version bigint not null default 0;

-- Somebody asked that the plan does not wait for a window.
alter table plan add column unheld boolean not null default false;
alter table intent drop constraint intent_kind_check;
alter table intent add constraint intent_kind_check
  check (kind in ('INSTALL', 'UNINSTALL', 'UPDATE_NOW'));

-- Steps that wait for a window, by when it opens.
create index step_held on step (delayed_until)
  where status = 'PENDING' and delayed_until is not null;
