package dev.meridian.tenancy.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How synchronisation stands.
 *
 * @param succeededAt null when it never did
 * @param failures how many attempts in a row failed
 * @param reason why the last attempt failed; null when it did not
 * @param applied how much the last successful one changed
 * @param withheld how much it did not do, with a reason each
 */
public record SyncStanding(
    Instant attemptedAt,
    @Nullable Instant succeededAt,
    int failures,
    @Nullable String reason,
    int applied,
    int withheld,
    Instant nextAt) {}
