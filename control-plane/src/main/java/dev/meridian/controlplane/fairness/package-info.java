/**
 * Keeps one caller, and one tenant, from taking the API from everybody else: token buckets, asked
 * once for each request after it was authenticated. Each replica counts by itself.
 */
@NullMarked
package dev.meridian.controlplane.fairness;

import org.jspecify.annotations.NullMarked;
