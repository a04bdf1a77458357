-- Erasure of a person looks across tenants: by account, and by the name of what was done to.
set search_path to meridian;

create index audit_personal_account on audit_personal (actor_id) where actor_id is not null;
create index audit_personal_called on audit_personal (subject) where subject is not null;

-- The deletion that takes a tenant along is looked up by that tenant, and deletions by their time.
create index tenant_deletion_member_doomed on tenant_deletion_member (doomed_id);
create index tenant_deletion_asked on tenant_deletion (asked_at, id);

-- The keys of service accounts are rows of their own since V12; the first secret went on to count
-- beside them.
update oauth2_registered_client set client_secret = null
  where client_id in (select username from account where kind = 'service-account');
