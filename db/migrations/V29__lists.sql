-- What lists are read by among very many tenants: in a list's own order, and by each filter in that
-- order, so that a page costs what it shows.
set search_path to meridian;

create index instance_newest on instance (created_at, id) where state <> 'UNINSTALLED';
create index instance_state on instance (state, created_at, id);
create index instance_package on instance (package_tenant_id, package_id, created_at, id);

create index volume_listed on volume (id) where state <> 'DESTROYED';
create index volume_state on volume (state, id);
create index volume_instance_name on volume (instance_name, id);

-- What a node gives is added up, and its pods are listed, from the index alone.
create index reservation_node_sums on reservation (node_id, pod_id)
  include (cpu_millis, memory_bytes, disk_bytes);
drop index reservation_node;
