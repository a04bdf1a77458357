package dev.meridian.cli.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * What one sign-in gave.
 *
 * @param username for people to read; empty when unknown
 */
public record SignIn(
    String accessToken, Optional<String> refreshToken, Instant expiresAt, String username) {}
