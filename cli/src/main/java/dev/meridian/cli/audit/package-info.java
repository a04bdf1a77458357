/** {@code meridian audit}: search, export, the offline check of an export, and sinks. */
@NullMarked
package dev.meridian.cli.audit;

import org.jspecify.annotations.NullMarked;
