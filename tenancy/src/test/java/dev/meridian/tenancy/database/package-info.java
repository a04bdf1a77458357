/** The embedded server as real processes. */
package dev.meridian.tenancy.database;
