-- Where audit logs are streamed to: syslog receivers and webhooks, each with its own place in the
-- order in which events are chained, and a log of what was delivered.
set search_path to meridian;

create table audit_sink (
  -- Its events and those of all tenants below it are sent.
  tenant_id uuid not null references tenant on delete cascade,
  id uuid not null,
  name text collate "C" not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  kind text not null check (kind in ('syslog', 'webhook')),
  target text not null check (length(target) <= 2000),
  -- PEM; null: the authorities that the control plane's Java trusts.
  ca_certificate text,
  -- What deliveries are signed with, sealed.
  secret text,
  created_at timestamptz not null,
  version bigint not null default 0,
  state text not null default 'ACTIVE' check (state in ('ACTIVE', 'RETRYING')),
  reason text not null default '',
  -- The place in the feed up to which everything was sent.
  xid xid8 not null,
  event_id uuid not null,
  sent bigint not null default 0,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default '-infinity',
  last_sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  check ((kind = 'webhook') = (secret is not null))
);

create table audit_delivery (
  tenant_id uuid not null,
  id uuid not null,
  sink_id uuid not null,
  -- The delivery that a person asked to send again; null for one of the stream itself.
  resend_of uuid,
  -- The events after the first place, up to and with the second one. They are read when they are
  -- sent, so that what was erased since is not.
  after_xid xid8 not null,
  after_event_id uuid not null,
  xid xid8 not null,
  event_id uuid not null,
  events integer not null,
  first_at timestamptz not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts integer not null default 0,
  status integer,
  reason text not null default '',
  made_at timestamptz not null,
  attempted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, sink_id) references audit_sink on delete cascade
);
create index audit_delivery_sink on audit_delivery (tenant_id, sink_id, id);
-- The stream of a sink has one delivery under way; it is the same one after a restart.
create unique index audit_delivery_next on audit_delivery (tenant_id, sink_id)
  where state = 'PENDING' and resend_of is null;

do $$
declare
  t text;
begin
  foreach t in array array['audit_sink', 'audit_delivery']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I to meridian_app
      using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', t);
    execute format('create policy subtree on %I for select to meridian_app
      using (tenant_id in (select c.descendant_id from tenant_closure c
                           where c.ancestor_id = current_subtree()))', t);
    execute format('create policy system on %I to meridian_system using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert, delete on audit_sink to meridian_app;
grant select, insert on audit_delivery to meridian_app;
grant select, insert, update, delete on audit_sink, audit_delivery to meridian_system;
