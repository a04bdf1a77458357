/**
 * Live events: published as rows in the transaction of the change, read in commit-safe order and
 * sent to browsers and tools as server-sent events with resume.
 */
@NullMarked
package dev.meridian.controlplane.events;

import org.jspecify.annotations.NullMarked;
