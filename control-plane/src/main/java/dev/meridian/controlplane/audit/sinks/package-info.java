/**
 * Streams the audit log out: to syslog receivers (RFC 5424 over TCP or TLS) and to webhooks, at
 * least once and in the order of the chains. One replica at a time sends, by lease; each sink is
 * served apart, so that a dead one holds up nobody else. Nothing here delays the log itself.
 */
@NullMarked
package dev.meridian.controlplane.audit.sinks;

import org.jspecify.annotations.NullMarked;
