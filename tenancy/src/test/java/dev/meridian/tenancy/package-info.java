/** The rules of tenancy, on a real database. */
package dev.meridian.tenancy;
