package dev.meridian.tenancy.audit;

/**
 * Where a chain ends.
 *
 * @param position of the last entry, from 1
 */
public record ChainHead(long position, Sha256 hash) {}
