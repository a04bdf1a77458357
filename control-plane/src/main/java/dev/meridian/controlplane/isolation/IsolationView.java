package dev.meridian.controlplane.isolation;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The isolation that a tenant demands of nodes.
 *
 * @param least of its own, for itself and all below it; process, which every node gives, demands
 *     nothing
 * @param inForce the strictest of its own and those of the tenants above it
 * @param from path of the tenant that demands what is in force, {@code -} for the platform; null
 *     when nothing is demanded
 */
@Schema(name = "TenantIsolation")
record IsolationView(
    @Schema(allowableValues = {"process", "user", "container"}) String least,
    @Schema(allowableValues = {"process", "user", "container"}) String inForce,
    @Nullable String from,
    String etag) {}
