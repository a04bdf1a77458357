-- Apart from the change that made them: this lets others write meanwhile.
set search_path to meridian;
alter table audit_personal validate constraint audit_personal_behalf;
alter table audit_personal validate constraint audit_personal_behalf_id;
