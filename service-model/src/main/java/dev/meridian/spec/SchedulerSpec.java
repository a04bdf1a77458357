package dev.meridian.spec;

/**
 * What DC/OS specs say about their scheduler. Meridian keeps it because specs carry it; {@code
 * user} is the user that the tasks of all pods run as.
 */
public record SchedulerSpec(String principal, String zookeeper, String user) {}
