-- A node that never comes back is removed by a person, with a record of what is given up with it.
-- Its row stays, since history names it; its name can be given again.
alter table agent drop constraint agent_state_check;
alter table agent add constraint agent_state_check
  check (state in ('JOINED', 'ON_HOLD', 'DEAD', 'REMOVED'));
alter table node add column removed_at timestamptz;
alter table node drop constraint node_region_id_name_key;
create unique index node_name on node (region_id, name) where removed_at is null;
