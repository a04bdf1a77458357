-- Who stands behind what a service account does: the person who made the key that it showed.
set search_path to meridian;

-- A person, also where a service account made the key with one of its own. No reference: the log
-- names who it was when the account is gone.
alter table service_account_key add column behalf_id uuid;
update service_account_key k set behalf_id = a.id
  from account a
  where a.username = k.created_by and a.kind = 'person' and a.created_at <= k.created_at;

-- Beside the other values apart from the event, which commits to both as to those: chains of
-- entries with and without them are checked alike, by the version before too. The name can be
-- erased, the id stays as that of the actor does.
alter table audit_personal
  add column behalf text,
  add column behalf_salt bytea,
  add column behalf_id uuid,
  add column behalf_id_salt bytea,
  -- Not valid: every change writes here, and none is to wait while a long log is looked through.
  add constraint audit_personal_behalf check ((behalf is null) = (behalf_salt is null)) not valid,
  add constraint audit_personal_behalf_id
    check ((behalf_id is null) = (behalf_id_salt is null)) not valid;
create index audit_personal_by_behalf on audit_personal (behalf_id) where behalf_id is not null;
grant update (behalf, behalf_salt) on audit_personal to meridian_system;
