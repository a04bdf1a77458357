-- Why an order to run a pod cannot be sent to its agent now, for people to read; empty when it can.
alter table meridian.desired_pod add column held_reason text not null default '';
