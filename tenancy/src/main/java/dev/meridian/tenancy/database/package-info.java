/**
 * The PostgreSQL server behind Meridian: the embedded one (durable, supervised, adopted after a
 * crash) or an external one, its logins, its migrations and one connection pool for each login.
 * Nothing here knows about tenants; {@code dev.meridian.tenancy.Scopes} is what routes work here.
 */
@NullMarked
package dev.meridian.tenancy.database;

import org.jspecify.annotations.NullMarked;
