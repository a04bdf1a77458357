package dev.meridian.tenancy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The account on whose behalf something is done, as it was when the request came in.
 *
 * @param address network address that the request came from, as far as known
 */
public record Caller(
    UUID accountId,
    String username,
    String displayName,
    Account.Kind kind,
    @Nullable String address) {}
