/**
 * What a tenant's own monitoring scrapes: how its services stand, in the text of Prometheus or
 * OpenMetrics. {@code TenantFacts} are read in the tenant's scope, so a value of another tenant can
 * be in no label; {@code TenantPage} makes metrics of them and is pure.
 */
@NullMarked
package dev.meridian.controlplane.metrics;

import org.jspecify.annotations.NullMarked;
