/** Streams of the audit log, against real receivers. */
@NullMarked
package dev.meridian.controlplane.audit.sinks;

import org.jspecify.annotations.NullMarked;
