/**
 * Who is calling: sign-in pages and sessions for browsers, tokens for programs, the embedded
 * authorization server that issues them (or any OIDC issuer instead), and the API for oneself,
 * tenants and members. What a caller may do is decided in tenancy.
 */
@NullMarked
package dev.meridian.controlplane.identity;

import org.jspecify.annotations.NullMarked;
