/** {@code meridian audit}: search, export, and the offline check of an export. */
@NullMarked
package dev.meridian.cli.audit;

import org.jspecify.annotations.NullMarked;
