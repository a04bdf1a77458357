/**
 * The audit log as people and auditors use it: appended to hash chains by one replica at a time,
 * anchored by a signature each day, searched, exported and verified. Events are written by {@link
 * dev.meridian.tenancy.Audit}.
 */
@NullMarked
package dev.meridian.controlplane.audit;

import org.jspecify.annotations.NullMarked;
