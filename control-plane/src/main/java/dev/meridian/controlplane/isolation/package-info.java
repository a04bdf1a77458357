/**
 * How far tenants demand to be kept apart from others on nodes, and which of their pods run where
 * that is not given. Placement keeps to the demand; see {@link
 * dev.meridian.tenancy.IsolationDemands}.
 */
@NullMarked
package dev.meridian.controlplane.isolation;

import org.jspecify.annotations.NullMarked;
