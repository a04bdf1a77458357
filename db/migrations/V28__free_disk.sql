-- What a node has left on the disk of its agent, as the agent told last; null until it did.
alter table node add column disk_free_bytes bigint check (disk_free_bytes >= 0);
