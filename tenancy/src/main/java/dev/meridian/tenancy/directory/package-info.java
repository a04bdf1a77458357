/**
 * People, tenants and roles that a directory outside (Keycloak, or the claims of an issuer's
 * tokens) says there are, and how Meridian is brought in line with it. {@link
 * dev.meridian.tenancy.directory.Synchronisation} is the pure core; who owns what is in
 * docs/adr/0011-keycloak.md.
 */
@NullMarked
package dev.meridian.tenancy.directory;

import org.jspecify.annotations.NullMarked;
