package dev.meridian.controlplane.audit.sinks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where sinks may point to. Tenants choose the targets: each setting opens a network of the
 * platform to them.
 *
 * @param loopback allows this machine itself, and http to it; for development only
 * @param privateAddresses allows private networks, where many receivers are
 */
@ConfigurationProperties("meridian.audit-sinks")
record SinkSettings(
    @DefaultValue("false") boolean loopback, @DefaultValue("false") boolean privateAddresses) {}
