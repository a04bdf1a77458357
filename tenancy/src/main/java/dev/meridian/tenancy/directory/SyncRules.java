package dev.meridian.tenancy.directory;

/**
 * How far a synchronisation may go.
 *
 * @param publish tenants and roles of Meridian are made in the directory, where they lack
 * @param manyMayGo somebody confirmed that many people are gone from the directory at once
 */
public record SyncRules(boolean publish, boolean manyMayGo) {}
