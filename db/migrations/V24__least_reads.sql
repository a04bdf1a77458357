-- What people sign in with is read by system jobs alone: code that works in a tenant's scope has no
-- use for it, and finance none for accounts and their roles.
revoke select on account from meridian_app, meridian_finance;
grant select (id, username, display_name, kind, disabled, version, created_at) on account to meridian_app;
revoke select on role_binding from meridian_finance;
