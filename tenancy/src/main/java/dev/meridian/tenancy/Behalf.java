package dev.meridian.tenancy;

import java.util.UUID;

/**
 * The person who stands behind what a service account does: who made the key that it showed, or
 * stood behind the service account that made it.
 *
 * @param username as it is now; that of then when the account is gone
 */
public record Behalf(UUID accountId, String username) {}
