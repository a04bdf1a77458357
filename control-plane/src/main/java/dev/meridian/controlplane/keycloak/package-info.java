/**
 * Keycloak: people, organisations, groups and roles there are read and Meridian is brought in line
 * with them, again and again; an absent Keycloak only makes that wait. Which change follows from
 * what is decided in {@link dev.meridian.tenancy.directory}.
 */
@NullMarked
package dev.meridian.controlplane.keycloak;

import org.jspecify.annotations.NullMarked;
