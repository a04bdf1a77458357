/** What a tenant scrapes: text, units and names, and that it is its own, on the real server. */
@NullMarked
package dev.meridian.controlplane.metrics;

import org.jspecify.annotations.NullMarked;
